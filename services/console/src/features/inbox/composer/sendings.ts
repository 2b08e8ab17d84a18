/** What a draft becomes when it is sent: one message for its text, one for each file. Pure. */

import type { Draft } from "@/shared/outbox/draftManager";
import type { Sending } from "@/shared/outbox/entry";
import { takesCaption } from "./attachments";

/** Longer texts are no caption: they go before the file. */
const LONGEST_CAPTION = 1024;
export const LONGEST_TEXT = 4096;

/** Whether there is anything to send. */
export const isSendable = ({ text, files }: Draft): boolean =>
  (text.trim() !== "" || files.length > 0) && text.trim().length <= LONGEST_TEXT;

/** Returns what goes out, in order, each under an id that a second press would give again. */
export function sendingsOf(
  draft: Draft,
  ticketId: string,
  kind: "message" | "note",
  mentions: string[] = [],
): Sending[] {
  const text = draft.text.trim();
  const replyTo = draft.quote?.providerMessageId;
  if (kind === "note")
    return text ? [{ clientMessageId: draft.clientMessageId, ticketId, kind, text, mentions }] : [];
  const [first, ...others] = draft.files;
  if (!first) return text ? [{ clientMessageId: draft.clientMessageId, ticketId, kind, text, replyTo }] : [];
  const isCaption = takesCaption(first.mediaType) && text.length <= LONGEST_CAPTION;
  const sendings: Sending[] = [];
  if (text && !isCaption)
    sendings.push({ clientMessageId: draft.clientMessageId, ticketId, kind, text, replyTo });
  for (const file of [first, ...others]) {
    const { id, ...attachment } = file;
    const isFirst = file === first;
    sendings.push({
      clientMessageId: id,
      ticketId,
      kind,
      attachment,
      ...(isFirst && isCaption && text && { text }),
      ...(isFirst && (isCaption || !text) && { replyTo }),
    });
  }
  return sendings;
}
