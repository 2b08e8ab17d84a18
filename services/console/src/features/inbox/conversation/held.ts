/**
 * What is held of a conversation: a stretch of it, oldest first, and where it goes on. Pure. Of two states of a message
 * the one with the higher revision counts, so that an older answer never undoes a newer update: whatever the order, and
 * however often they come, the same is held.
 */

import type { Message } from "@/shared/ui/conversation/message";

export interface Stretch {
  /** Oldest first, by time and id. */
  items: readonly Message[];
  /** Leads on to what is older; null: this is the beginning. */
  older: string | null;
  /** Leads on to what is newer; null: this is the end. */
  newer: string | null;
}

export interface Page {
  items: readonly Message[];
  nextCursor?: string | null;
  previousCursor?: string | null;
}

/** The order of the conversation, as the server has it. */
export function inOrder(a: Message, b: Message): number {
  return Date.parse(a.sentAt) - Date.parse(b.sentAt) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Reactions stand under their messages. */
const isShown = (message: Message) => message.kind !== "reaction";

function merged(items: readonly Message[], others: readonly Message[]): readonly Message[] {
  const byId = new Map(items.map((message) => [message.id, message]));
  let changed = false;
  for (const other of others.filter(isShown)) {
    const known = byId.get(other.id);
    if (known && known.revision >= other.revision) continue;
    byId.set(other.id, other);
    changed = true;
  }
  return changed ? [...byId.values()].sort(inOrder) : items;
}

/** Returns the stretch that a page is, with what was told meanwhile. */
export function stretchOf(page: Page, told: readonly Message[] = []): Stretch {
  const empty: Stretch = { items: [], older: page.nextCursor ?? null, newer: page.previousCursor ?? null };
  return told.reduce(withMessage, { ...empty, items: merged([], page.items) });
}

/** Adds the page that `older` led to. */
export function withOlder(stretch: Stretch, page: Page): Stretch {
  return { ...stretch, items: merged(stretch.items, page.items), older: page.nextCursor ?? null };
}

/** Adds the page that `newer` led to. */
export function withNewer(stretch: Stretch, page: Page): Stretch {
  return { ...stretch, items: merged(stretch.items, page.items), newer: page.previousCursor ?? null };
}

/** Takes a message, new or changed. One outside of the stretch comes with its page. */
export function withMessage(stretch: Stretch, message: Message): Stretch {
  const isKnown = stretch.items.some((held) => held.id === message.id);
  if (!isKnown && !isWithin(stretch, message)) return stretch;
  const items = merged(stretch.items, [message]);
  return items === stretch.items ? stretch : { ...stretch, items };
}

function isWithin({ items, older, newer }: Stretch, message: Message): boolean {
  const [first] = items;
  const last = items.at(-1);
  const afterFirst = older === null || (first !== undefined && inOrder(message, first) > 0);
  const beforeLast = newer === null || (last !== undefined && inOrder(message, last) < 0);
  return afterFirst && beforeLast;
}

/**
 * Returns what is held after the end was read again: what was loaded before it stays if the two meet, so that nobody
 * loses their place.
 */
export function readAgain(before: Stretch | undefined, now: Stretch): Stretch {
  const [first] = now.items;
  if (before?.newer !== null || !first || now.older === null) return now;
  if (!before.items.some((held) => held.id === first.id)) return now;
  const earlier = before.items.filter((held) => inOrder(held, first) < 0);
  return earlier.length === 0 ? now : { ...now, items: [...earlier, ...now.items], older: before.older };
}
