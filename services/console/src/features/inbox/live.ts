/** What the sockets tell of tickets → the lists in the cache, the counts, and who is to be told of a new message. */

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useSession } from "@/shared/api/session";
import { realtime } from "@/shared/realtime/sockets";
import { inboxKeys, readRow, takeCounts, useCounts } from "./data";
import { type News, news } from "./news";
import { belongs, type ListQuery, type Ticket, type TicketRow } from "./rules";
import { type TicketList, withRows } from "./ticketList";

/** A customer has written. */
export interface Arrival {
  ticket: TicketRow;
  text: string | null;
}

/** Whoever wants to be told of what customers write. */
class Arrivals {
  private readonly listeners = new Set<(arrival: Arrival) => void>();

  subscribe(listener: (arrival: Arrival) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  tell(arrival: Arrival): void {
    for (const listener of this.listeners) listener(arrival);
  }
}

export const arrivals = new Arrivals();

/** What was told within this time becomes one change of the screen. */
const BUNDLE_MS = 40;
/** Older messages come after a gap; nobody is to be rung for them. */
const IS_NEW_MS = 60_000;

interface Sockets {
  on: typeof realtime.on;
  onResync: typeof realtime.onResync;
}

/** Brings what changed into the lists: collected for a moment, then all at once. */
export class Follower {
  private readonly touched = new Set<string>();
  private readonly arrived: { ticketId: string; text: string | null }[] = [];
  private readonly asked = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly client: QueryClient,
    private readonly known: News = news,
  ) {}

  /** Has a ticket's row looked at again. */
  touch(ticketId: string): void {
    this.touched.add(ticketId);
    this.timer ??= setTimeout(() => this.flush(), BUNDLE_MS);
  }

  /** Takes an answer's state of a ticket. */
  take(ticket: Ticket): void {
    this.known.ticket(ticket);
    this.touched.add(ticket.id);
    this.flush();
  }

  follow(sockets: Sockets, me: string): () => void {
    const told = (isNews: boolean, ticketId: string | null) => {
      if (isNews && ticketId !== null) this.touch(ticketId);
    };
    const stops = [
      sockets.on("chat", "ticket.updated", ({ id, ticket }) =>
        told(this.known.ticket(ticket, id), ticket.id),
      ),
      sockets.on("chat", "ticket.removed", ({ id, ticketId }) =>
        told(this.known.removed(ticketId, id), ticketId),
      ),
      sockets.on("chat", "message.created", ({ id, message }) => {
        told(this.known.message(message, id), message.ticketId);
        const isRung = message.direction === "in" && message.target === null && message.origin === null;
        if (isRung && message.ticketId !== null && Date.now() - Date.parse(message.createdAt) < IS_NEW_MS) {
          this.arrived.push({ ticketId: message.ticketId, text: message.text });
        }
      }),
      sockets.on("chat", "message.updated", ({ id, message }) =>
        told(this.known.message(message, id), message.ticketId),
      ),
      sockets.on("chat", "contact.updated", ({ id, contact }) => {
        if (!this.known.contact(contact, id)) return;
        for (const ticketId of this.known.ticketsOfContact(contact.id)) this.touch(ticketId);
      }),
      sockets.on("chat", "counts.changed", (counts) => takeCounts(this.client, counts)),
      sockets.on("chat", "mention.created", ({ userId }) => {
        if (userId === me) void this.client.invalidateQueries({ queryKey: inboxKeys.mentions });
      }),
      sockets.onResync(() => this.known.clear()),
    ];
    return () => {
      for (const stop of stops) stop();
      clearTimeout(this.timer);
      this.timer = undefined;
      this.known.clear();
    };
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const rows = new Map<string, TicketRow | null>();
    for (const id of this.touched) {
      if (!this.known.hasRow(id)) this.recall(id);
      const row = this.known.row(id);
      if (row !== undefined) rows.set(id, row);
    }
    this.touched.clear();
    if (rows.size > 0) this.apply(rows);
    for (const { ticketId, text } of this.arrived.splice(0)) {
      const ticket = this.known.row(ticketId);
      if (ticket) arrivals.tell({ ticket, text });
    }
  }

  private apply(rows: ReadonlyMap<string, TicketRow | null>): void {
    for (const [key] of this.client.getQueriesData<TicketList>({ queryKey: inboxKeys.lists })) {
      const query = key[2] as ListQuery;
      this.client.setQueryData<TicketList>(key, (list) => list && withRows(list, rows, query));
      for (const row of rows.values()) if (row && belongs(row, query)) this.complete(row);
    }
    for (const [id, row] of rows) {
      if (row) this.client.setQueryData<Ticket>(inboxKeys.one(id), (before) => before && row);
    }
  }

  /** Takes a row from the lists, which hold more than is remembered. */
  private recall(ticketId: string): void {
    for (const [, list] of this.client.getQueriesData<TicketList>({ queryKey: inboxKeys.lists })) {
      const row = list?.rows.find((one) => one.id === ticketId);
      if (!row) continue;
      this.known.keep(row);
      return;
    }
  }

  /** Reads what stands beside a ticket that came into a list without a message. */
  private complete(row: TicketRow): void {
    if (!this.known.isBare(row.id) || this.asked.has(row.id)) return;
    this.asked.add(row.id);
    const tick = this.known.tick;
    readRow(row.number)
      .then((read) => {
        if (read && this.known.current(read, tick)) this.touch(read.id);
      })
      // Without it the row has no preview; it is read with the list the next time.
      .catch(() => undefined)
      .finally(() => this.asked.delete(row.id));
  }
}

const followers = new WeakMap<QueryClient, Follower>();

/** The one that brings changes into a cache. */
export function followerOf(client: QueryClient): Follower {
  const follower = followers.get(client) ?? new Follower(client);
  followers.set(client, follower);
  return follower;
}

/** Follows the company's tickets while somebody is signed in, whatever screen is shown. Returns how many are unread. */
export function useTickets(): number {
  const client = useQueryClient();
  const { user, permissions } = useSession();
  const mayRead = permissions.has("tickets:read");
  useEffect(() => {
    if (!mayRead) return;
    return followerOf(client).follow(realtime, user.id);
  }, [client, mayRead, user.id]);
  return useCounts()?.unread ?? 0;
}
