/**
 * Which tickets stand in a list, and in which order: the same as the server's `GET /tickets` decides, so that rows move,
 * enter and leave by what the sockets tell. `list/cases.json` has examples that this and the server's tests share.
 */

import type { AnswerOf } from "@/shared/api/client";
import type { InboxSearch, Sort } from "./search";

export type TicketRow = AnswerOf<"tickets.list">["items"][number];
export type Ticket = AnswerOf<"tickets.get">;
export type LastMessage = NonNullable<TicketRow["lastMessage"]>;
export type View = AnswerOf<"views.list">["items"][number];
export type Status = Ticket["status"];

/** What is asked of tickets; all of it must hold. What is absent is not asked. */
export interface Filter {
  status?: readonly Status[];
  assigneeId?: string;
  unassigned?: true;
  participantId?: string;
  queueId?: string;
  noQueue?: true;
  channelId?: string;
  contactId?: string;
  tagId?: string;
  priority?: Ticket["priority"];
  waiting?: true;
  unread?: true;
}

/** A list of tickets: what the cache knows it by. */
export interface ListQuery {
  filter: Filter;
  sort: Sort;
  /** In names and phones of contacts; only the server can say which. */
  q?: string;
}

const WORKED_ON: readonly Status[] = ["pending", "open"];

/** Returns what a standard view asks for; mentions are no list of tickets. */
function standard(view: string | undefined, me: string): Filter {
  switch (view) {
    case "unassigned":
      return { status: WORKED_ON, unassigned: true };
    case "all":
      return { status: WORKED_ON };
    case "snoozed":
      return { status: ["snoozed"] };
    case "closed":
      return { status: ["closed"] };
    default:
      return { status: WORKED_ON, assigneeId: me };
  }
}

/** Returns what a saved view asks for of the person who opens it. */
export function filterOfView(view: View, me: string): Filter {
  const { filter } = view;
  return present({
    status: filter.status?.length ? filter.status : undefined,
    assigneeId: filter.mine ? me : filter.assigneeId,
    unassigned: filter.unassigned || undefined,
    participantId: filter.participantId,
    queueId: filter.queueId,
    noQueue: filter.noQueue || undefined,
    channelId: filter.channelId,
    contactId: filter.contactId,
    tagId: filter.tagId,
    priority: filter.priority,
    waiting: filter.waiting || undefined,
    unread: filter.unread || undefined,
  });
}

/** Returns the list that an address shows: its view, narrowed by its filters. */
export function listOf(search: InboxSearch, me: string, views: readonly View[] = []): ListQuery {
  const saved = views.find((view) => view.id === search.view);
  const base = saved ? filterOfView(saved, me) : standard(search.view, me);
  const asked = present({
    queueId: search.queue === "none" ? undefined : search.queue,
    noQueue: search.queue === "none" ? (true as const) : undefined,
    channelId: search.channel,
    tagId: search.tag,
    assigneeId: search.agent === "me" ? me : search.agent === "none" ? undefined : search.agent,
    unassigned: search.agent === "none" ? (true as const) : undefined,
    priority: search.priority,
    waiting: search.only === "waiting" ? (true as const) : undefined,
    unread: search.only === "unread" ? (true as const) : undefined,
  });
  const filter = { ...base, ...asked };
  const sort = search.view === "closed" ? "recent" : (search.sort ?? saved?.sort ?? "recent");
  return { filter, sort, ...(search.q && search.find !== "messages" && { q: search.q }) };
}

function present(given: { [Key in keyof Filter]?: Filter[Key] | null }): Filter {
  return Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== undefined && value !== null),
  );
}

/** Whether a ticket stands in a list, as far as that can be decided here: `q` is left to the server. */
export function belongs(ticket: Ticket, { filter, sort }: ListQuery): boolean {
  if (sort !== "recent" && ticket.status === "closed") return false;
  if ((sort === "waiting" || filter.waiting) && ticket.waitingSince === null) return false;
  return (
    (filter.status === undefined || filter.status.includes(ticket.status)) &&
    (filter.assigneeId === undefined || ticket.assigneeId === filter.assigneeId) &&
    (!filter.unassigned || ticket.assigneeId === null) &&
    (filter.participantId === undefined || ticket.participantIds.includes(filter.participantId)) &&
    (filter.queueId === undefined || ticket.queueId === filter.queueId) &&
    (!filter.noQueue || ticket.queueId === null) &&
    (filter.channelId === undefined || ticket.channelId === filter.channelId) &&
    (filter.contactId === undefined || ticket.contact.id === filter.contactId) &&
    (filter.tagId === undefined || ticket.tagIds.includes(filter.tagId)) &&
    (filter.priority === undefined || ticket.priority === filter.priority) &&
    (!filter.unread || ticket.unread > 0)
  );
}

/** What a list is ordered by. */
export type Place = Pick<Ticket, "id" | "priority" | "lastMessageAt" | "waitingSince">;

const RANKS = { low: 0, normal: 1, high: 2, urgent: 3 } as const;

/** Negative if `a` stands above `b`. No two tickets are equal: the id decides at last. */
export function compare(a: Place, b: Place, sort: Sort): number {
  if (sort === "waiting") {
    return byInstant(a.waitingSince ?? "", b.waitingSince ?? "") || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  }
  const byRank = sort === "priority" ? RANKS[b.priority] - RANKS[a.priority] : 0;
  return byRank || byInstant(b.lastMessageAt, a.lastMessageAt) || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0);
}

/** Whether `a` stands above `b`. */
export function before(a: Place, b: Place, sort: Sort): boolean {
  return compare(a, b, sort) < 0;
}

/** Compares instants to the microsecond, which `Date` cannot; the API writes UTC, without a fraction at whole seconds. */
export function byInstant(a: string, b: string): number {
  if (a === b) return 0;
  const left = padded(a);
  const right = padded(b);
  return left < right ? -1 : left > right ? 1 : 0;
}

function padded(instant: string): string {
  const [seconds = "", fraction = ""] = instant.replace(/Z$|\+00:00$/, "").split(".");
  return `${seconds}.${fraction.padEnd(6, "0")}`;
}
