/** Rules of entries: their order, their age, and which are the same. */

import type { Entry } from "./entry";

const DAY_MS = 24 * 3_600_000;

/** Returns an entry of the store as it is now: nobody expects what they wrote yesterday to go out today. */
export function aged(entry: Entry, now: number): Entry {
  if (entry.state === "failed") return entry;
  if (now - entry.at < DAY_MS) return { ...entry, state: "waiting" };
  return { ...entry, state: "failed", failure: { kind: "old" } };
}

/** Whether two states of an entry say the same. */
export function isSame(a: Entry, b: Entry): boolean {
  return a.state === b.state && a.attempts === b.attempts && a.at === b.at;
}

/** Returns entries by ticket, in their order; of a ticket whose entries are as before, the same array. */
export function grouped(
  entries: Iterable<Entry>,
  before: ReadonlyMap<string, readonly Entry[]>,
): Map<string, readonly Entry[]> {
  const now = new Map<string, Entry[]>();
  for (const entry of [...entries].sort((a, b) => a.at - b.at)) {
    const list = now.get(entry.ticketId);
    if (list) list.push(entry);
    else now.set(entry.ticketId, [entry]);
  }
  const kept = new Map<string, readonly Entry[]>();
  for (const [ticketId, list] of now) {
    const last = before.get(ticketId);
    const isUnchanged = last?.length === list.length && last.every((entry, at) => entry === list[at]);
    kept.set(ticketId, isUnchanged ? last : list);
  }
  return kept;
}
