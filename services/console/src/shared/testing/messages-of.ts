/** Messages for tests, as the API has them. */

import type { Message, MessageOf } from "../ui/conversation/message";

const FIELDS = {
  ticketId: "t1",
  contactId: "c1",
  channelId: "ch1",
  groupId: null,
  senderName: null,
  direction: "in",
  origin: null,
  campaignId: null,
  authorId: null,
  text: null,
  media: null,
  whole: null,
  replyTo: null,
  target: null,
  providerMessageId: null,
  clientMessageId: null,
  resendOf: null,
  resentAs: null,
  status: "received",
  state: "received",
  error: null,
  reactions: [],
  editedAt: null,
  revokedAt: null,
  sentAt: "2026-11-29T14:00:00Z",
  createdAt: "2026-11-29T14:00:00Z",
  revision: 1,
} as const;

/** A message of a kind; what is not given is as of a customer's. */
export function messageOf<Kind extends Message["kind"]>(
  kind: Kind,
  given: Partial<MessageOf<Kind>> & { id?: string } = {},
): Message {
  const status = given.status ?? (given.direction === "out" ? "sent" : "received");
  return {
    ...FIELDS,
    id: `id-${kind}`,
    kind,
    content: {},
    status,
    ...given,
    state: status,
  } as unknown as Message;
}

/** A file of a message. */
export const fileOf = (
  given: Partial<NonNullable<Message["media"]>> = {},
): NonNullable<Message["media"]> => ({
  id: "m1",
  status: "stored",
  state: "stored",
  error: null,
  mimeType: "image/jpeg",
  filename: null,
  size: null,
  voice: false,
  width: 800,
  height: 600,
  durationMs: null,
  providerMediaId: null,
  url: null,
  thumbnailUrl: null,
  ...given,
});
