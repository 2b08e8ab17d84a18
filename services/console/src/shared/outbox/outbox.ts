/** The outbox of this page, and what the conversation asks of it. */

import { useSyncExternalStore } from "react";
import { api, ask } from "../api/client";
import { uploadMedia } from "../api/upload";
import { entryStore } from "./database";
import type { Entry, Message } from "./entry";
import { OutboxManager } from "./outboxManager";

async function deliver(
  entry: Entry,
  onUploaded: (mediaId: string) => Promise<void>,
  onProgress: (part: number) => void,
): Promise<Message> {
  const { clientMessageId, ticketId, text, replyTo, mentions } = entry;
  const params = { path: { ticket_id: ticketId } };
  if (entry.kind === "note") {
    const body = { clientMessageId, text: text ?? "", ...(mentions && { mentions }) };
    return (await ask(api.POST("/api/v1/tickets/{ticket_id}/notes", { params, body }))) as Message;
  }
  const attachment = await uploaded(entry, onUploaded, onProgress);
  const content = attachment ?? entry.content;
  const body = {
    clientMessageId,
    ...(content ? { content } : { text }),
    ...(replyTo !== undefined && { replyTo }),
  };
  return ask(api.POST("/api/v1/tickets/{ticket_id}/messages", { params, body }));
}

async function uploaded(
  { attachment, text }: Entry,
  onUploaded: (mediaId: string) => Promise<void>,
  onProgress: (part: number) => void,
): Promise<Entry["content"]> {
  if (!attachment) return undefined;
  const { blob, name, mediaType, voice = false } = attachment;
  let { mediaId } = attachment;
  if (mediaId === undefined) {
    mediaId = (await uploadMedia(blob, { filename: name, voice, onProgress })).id;
    await onUploaded(mediaId);
  }
  const media = { id: mediaId, voice, filename: mediaType === "document" ? name : null };
  return { kind: "media", mediaType, media, caption: text || null } as Entry["content"];
}

/** The one outbox. */
export const outbox = new OutboxManager({
  store: entryStore(),
  deliver,
  locked: (name, run) => ("locks" in navigator ? navigator.locks.request(name, run) : run()),
  channel: new BroadcastChannel("atende-outbox"),
  now: () => Date.now(),
});

/** Returns what is not sent yet of a ticket, in order. */
export function useOutbox(ticketId: string): readonly Entry[] {
  return useSyncExternalStore(outbox.subscribe, () => outbox.ofTicket(ticketId));
}

/** Returns how far an entry's attachment is, from 0 to 1. */
export function useUploadProgress(clientMessageId: string): number | undefined {
  return useSyncExternalStore(outbox.subscribe, () => outbox.progress(clientMessageId));
}
