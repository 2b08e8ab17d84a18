/** The rows of a conversation: days, bubbles, entries, what is new, and what is not sent yet. Pure. */

import type { Entry } from "@/shared/outbox/entry";
import { type Message, shapeOf } from "@/shared/ui/conversation/message";

export type Row =
  | { kind: "day"; key: string; at: string }
  | { kind: "unread"; key: string; count: number }
  | { kind: "message"; key: string; message: Message; follows: boolean }
  | { kind: "outgoing"; key: string; entry: Entry; follows: boolean };

/** What one person says within this time goes on in the same breath. */
const BREATH_MS = 5 * 60_000;
const QUARTER_MS = 15 * 60_000;

/** Returns the day of the calendar in a zone; days are asked for often, so each quarter of an hour is looked up once. */
export function calendarIn(timeZone: string): (at: string) => string {
  const format = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" });
  const known = new Map<number, string>();
  return (at) => {
    const quarter = Math.floor(Date.parse(at) / QUARTER_MS);
    const day = known.get(quarter) ?? format.format(quarter * QUARTER_MS);
    known.set(quarter, day);
    return day;
  };
}

interface Given {
  items: readonly Message[];
  outbox: readonly Entry[];
  /** The first message that was not read when the ticket was opened, and how many. */
  unread: { id: string; count: number } | null;
  dayOf: (at: string) => string;
  /** The end of the conversation is shown: what is not sent yet comes after it. */
  isEnd: boolean;
}

/** Under what a row is known, before and after the server has the message: the row stays the same. */
export const keyOf = (message: Message): string => message.clientMessageId ?? message.id;

export function rowsOf({ items, outbox, unread, dayOf, isEnd }: Given): Row[] {
  const rows: Row[] = [];
  const there = new Set<string>();
  let day = "";
  let before: Message | undefined;
  for (const message of items) {
    const on = dayOf(message.sentAt);
    if (on !== day) {
      rows.push({ kind: "day", key: `day ${on}`, at: message.sentAt });
      day = on;
      before = undefined;
    }
    if (unread?.id === message.id) {
      rows.push({ kind: "unread", key: "unread", count: unread.count });
      before = undefined;
    }
    rows.push({ kind: "message", key: keyOf(message), message, follows: goesOn(before, message) });
    there.add(keyOf(message));
    before = message;
  }
  if (!isEnd) return rows;
  let isFollowing = before?.direction === "out" && shapeOf(before) === "bubble";
  for (const entry of outbox) {
    if (there.has(entry.clientMessageId) || entry.content?.kind === "reaction") continue;
    rows.push({ kind: "outgoing", key: entry.clientMessageId, entry, follows: isFollowing });
    isFollowing = true;
  }
  return rows;
}

function goesOn(before: Message | undefined, message: Message): boolean {
  if (!before) return false;
  return (
    shapeOf(before) === shapeOf(message) &&
    shapeOf(message) !== "entry" &&
    before.direction === message.direction &&
    before.authorId === message.authorId &&
    before.origin === message.origin &&
    before.contactId === message.contactId &&
    Date.parse(message.sentAt) - Date.parse(before.sentAt) < BREATH_MS
  );
}

/** Returns the first of the last `count` messages of the customer; null if it is not loaded. */
export function firstUnread(items: readonly Message[], count: number): { id: string; count: number } | null {
  if (count <= 0) return null;
  const theirs = items.filter((message) => message.direction === "in" && message.ticketId !== null);
  const first = theirs.at(-count);
  return first ? { id: first.id, count } : null;
}
