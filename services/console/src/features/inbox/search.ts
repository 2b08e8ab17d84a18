/** What an address of the inbox holds: `/inbox/{ticket?}?view&queue&channel&tag&agent&priority&only&q&find&sort&at`. */

/** The views that everybody has, in their order; `[` and `]` go through them. */
export const VIEWS = ["mine", "unassigned", "all", "mentions", "snoozed", "closed"] as const;
export type StandardView = (typeof VIEWS)[number];

export const SORTS = ["recent", "waiting", "priority"] as const;
export type Sort = (typeof SORTS)[number];

export const PRIORITIES = ["low", "normal", "high", "urgent"] as const;
export type Priority = (typeof PRIORITIES)[number];

export interface InboxSearch {
  /** A standard view, or the id of a saved one. Absent: mine. */
  view?: string;
  /** A queue's id, or `none`. */
  queue?: string;
  channel?: string;
  tag?: string;
  /** A user's id, `me` or `none`. */
  agent?: string;
  priority?: Priority;
  /** Of the view only those that wait for an answer, or that nobody has read. */
  only?: "waiting" | "unread";
  /** Names, phones, or words of messages. */
  q?: string;
  /** What `q` is looked for in; absent: conversations. */
  find?: "messages";
  sort?: Sort;
  /** The message to jump to. */
  at?: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const id = (value: unknown): string | undefined =>
  typeof value === "string" && UUID.test(value) ? value.toLowerCase() : undefined;

function oneOf<T extends string>(known: readonly T[], value: unknown): T | undefined {
  return known.find((one) => one === value);
}

/** Takes from an address what it may hold; the rest is dropped, so that no link breaks the screen. */
export function inboxSearch(given: Record<string, unknown>): InboxSearch {
  const q = typeof given.q === "string" || typeof given.q === "number" ? String(given.q).trim() : "";
  const found: InboxSearch = {
    view: oneOf(VIEWS, given.view) ?? id(given.view),
    queue: oneOf(["none"], given.queue) ?? id(given.queue),
    channel: id(given.channel),
    tag: id(given.tag),
    agent: oneOf(["me", "none"], given.agent) ?? id(given.agent),
    priority: oneOf(PRIORITIES, given.priority),
    only: oneOf(["waiting", "unread"] as const, given.only),
    q: q.slice(0, 100) || undefined,
    find: oneOf(["messages"] as const, given.find),
    sort: oneOf(SORTS, given.sort),
    at: id(given.at),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined));
}
