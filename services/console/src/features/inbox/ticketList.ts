/** A list of tickets in the cache: pages are put together, and rows move, enter and leave it. Pure. */

import type { News } from "./news";
import { before, belongs, compare, type ListQuery, type Place, type TicketRow } from "./rules";

export interface TicketList {
  rows: readonly TicketRow[];
  /** The cursor of the next page; null when all is here. */
  next: string | null;
  /** Where the last page ended, on the server: what stands below comes with the next page. */
  end: Place | null;
  /** Tickets of which only the server can say whether they were found. */
  unseen: readonly string[];
}

export const EMPTY: TicketList = { rows: [], next: null, end: null, unseen: [] };

interface Page {
  items: readonly TicketRow[];
  nextCursor: string | null;
}

/** Adds a page that was asked for when `asked` was the count of news; what was told since goes before it. */
export function withPage(
  list: TicketList,
  page: Page,
  query: ListQuery,
  news: News,
  asked: number,
): TicketList {
  const last = page.items.at(-1);
  const next = page.nextCursor;
  const end = next === null ? null : last ? placeOf(last) : list.end;
  const changed = new Map<string, TicketRow | null>();
  for (const item of page.items) changed.set(item.id, news.current(item, asked));
  for (const row of news.since(asked)) if (!changed.has(row.id)) changed.set(row.id, row);
  const answered = new Map(page.items.map((item) => [item.id, item.revision]));
  return withRows({ ...list, next, end }, changed, query, answered);
}

/**
 * Puts rows where they belong, or takes them out (null). Of those that the server says are in the list, and in which
 * revision, it knows best unless they have changed since.
 */
export function withRows(
  list: TicketList,
  changed: ReadonlyMap<string, TicketRow | null>,
  query: ListQuery,
  answered: ReadonlyMap<string, number> = NONE,
): TicketList {
  const isHere = new Set<string>();
  const kept = list.rows.filter((row) => {
    if (changed.has(row.id)) isHere.add(row.id);
    return !changed.has(row.id);
  });
  const entering: TicketRow[] = [];
  const unseen = new Set(list.unseen);
  for (const [id, row] of changed) {
    unseen.delete(id);
    const isFound = answered.has(id);
    if (row === null || !(answered.get(id) === row.revision || belongs(row, query))) continue;
    if (query.q !== undefined && !isHere.has(id) && !isFound) unseen.add(id);
    else if (list.end === null || !before(list.end, row, query.sort)) entering.push(row);
  }
  if (entering.length === 0 && isHere.size === 0 && unseen.size === list.unseen.length) {
    return list.rows.length === kept.length ? { ...list } : { ...list, rows: kept };
  }
  entering.sort((a, b) => compare(a, b, query.sort));
  return { ...list, rows: merged(kept, entering, query), unseen: [...unseen] };
}

const NONE: ReadonlyMap<string, number> = new Map();

/** Merges two lists that are in order. */
function merged(kept: TicketRow[], entering: TicketRow[], query: ListQuery): TicketRow[] {
  if (entering.length === 0) return kept;
  const rows: TicketRow[] = [];
  let at = 0;
  for (const row of entering) {
    at = copyBefore(kept, at, row, query, rows);
    rows.push(row);
  }
  for (let rest = at; rest < kept.length; rest++) rows.push(kept[rest] as TicketRow);
  return rows;
}

/** Copies what stands above `row`, from `at` on; returns where it stopped. */
function copyBefore(
  kept: TicketRow[],
  at: number,
  row: TicketRow,
  { sort }: ListQuery,
  into: TicketRow[],
): number {
  let next = at;
  while (next < kept.length && before(kept[next] as TicketRow, row, sort))
    into.push(kept[next++] as TicketRow);
  return next;
}

function placeOf({ id, priority, lastMessageAt, waitingSince }: TicketRow): Place {
  return { id, priority, lastMessageAt, waitingSince };
}
