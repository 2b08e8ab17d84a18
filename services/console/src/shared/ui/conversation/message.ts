/** A message as the API has it, what kind of bubble it is shown as, and how it is called in a line. */

import type { AnswerOf } from "../../api/client";

export type Message = AnswerOf<"tickets.listMessages">["items"][number];
/** Messages of one kind: `MessageOf<"location">`. */
export type MessageOf<Kind extends Message["kind"]> = Message extends infer One
  ? One extends { kind: infer Own }
    ? Kind extends Own
      ? One
      : never
    : never
  : never;
export type MessageStatus = Message["status"];
export type FileOfMessage = NonNullable<Message["media"]>;

/** What only this browser knows of a message that the server has not answered to. */
export type LocalStatus = "sending" | "waiting" | "refused";

export type Shape = "entry" | "note" | "bubble";

/** Entries are lines between the bubbles: what was done, and what happened that is no message. */
export function shapeOf(message: Message): Shape {
  if (message.kind === "note") return "note";
  if (message.kind === "timeline" || message.kind === "system" || message.kind === "request_welcome")
    return "entry";
  if (message.kind === "call" && message.origin === "activity") return "entry";
  return "bubble";
}

/** Whether somebody may still answer, quote or react to it: it is at the provider, and stands there. */
export const isAnswerable = (message: Message): boolean =>
  message.providerMessageId !== null && message.revokedAt === null && shapeOf(message) === "bubble";
