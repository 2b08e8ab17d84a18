/** From the sockets to the cache: rows, counts, names, mentions, arrivals, and changes that are shown at once. */

import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { answer } from "@/shared/testing/people";
import { serve } from "@/shared/testing/server";
import { changeTicket } from "./changes";
import { inboxKeys, readCounts } from "./data";
import { type Arrival, arrivals, Follower, followerOf } from "./live";
import { News, news } from "./news";
import { type ListQuery, listOf, type Ticket, type TicketRow } from "./rules";
import { ticketRow } from "./sample";
import type { TicketList } from "./ticketList";

const ME = "me";
const MINE = listOf({}, ME);
const UNASSIGNED = listOf({ view: "unassigned" }, ME);

type Handler = (update: never) => void;

/** Sockets that say what a test has them say. */
class FakeSockets {
  readonly handlers = new Map<string, Handler>();
  resync: () => void = () => undefined;

  on = (_namespace: string, event: string, handler: Handler) => {
    this.handlers.set(event, handler);
    return () => this.handlers.delete(event);
  };
  onResync = (handler: () => void) => {
    this.resync = handler;
    return () => undefined;
  };
  say(event: string, update: unknown): void {
    this.handlers.get(event)?.(update as never);
  }
}

function ticketOf({ myUnread: _, lastMessage: __, ...ticket }: TicketRow, changes: Partial<Ticket>): Ticket {
  return { ...ticket, ...changes };
}

const listed = (rows: TicketRow[]): TicketList => ({ rows, next: null, end: null, unseen: [] });

describe("what the sockets tell", () => {
  let client: QueryClient;
  let sockets: FakeSockets;
  let stop: () => void;
  const rowsOf = (query: ListQuery) => client.getQueryData<TicketList>(inboxKeys.list(query))?.rows ?? [];

  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse("2026-11-29T12:00:30Z") });
    client = new QueryClient();
    sockets = new FakeSockets();
    stop = new Follower(client, new News()).follow(sockets as never, ME);
  });
  afterEach(() => {
    stop();
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  const message = (ticketId: string, changes: object = {}) => ({
    id: "m1",
    ticketId,
    target: null,
    kind: "text",
    direction: "in",
    origin: null,
    authorId: null,
    text: "Bom dia",
    status: "received",
    sentAt: "2026-11-29T12:00:29Z",
    createdAt: "2026-11-29T12:00:29Z",
    revokedAt: null,
    ...changes,
  });

  it("moves a ticket from one list to the other when it is taken", () => {
    const row = ticketRow();
    client.setQueryData(inboxKeys.list(UNASSIGNED), listed([row]));
    client.setQueryData(inboxKeys.list(MINE), listed([]));
    const taken = ticketOf(row, { assigneeId: ME, status: "open", revision: 2 });
    sockets.say("ticket.updated", { id: 1, ticket: taken });
    vi.advanceTimersByTime(100);
    expect(rowsOf(UNASSIGNED)).toEqual([]);
    expect(rowsOf(MINE).map(({ id }) => id)).toEqual([row.id]);
  });

  it("changes the screen once for what comes in a moment", () => {
    const row = ticketRow();
    client.setQueryData(inboxKeys.list(UNASSIGNED), listed([row]));
    let changes = 0;
    client.getQueryCache().subscribe((event) => {
      if (event.type === "updated") changes += 1;
    });
    for (let revision = 2; revision < 52; revision++) {
      sockets.say("ticket.updated", { id: revision, ticket: ticketOf(row, { revision, unread: revision }) });
    }
    vi.advanceTimersByTime(100);
    expect(changes).toBe(1);
    expect(rowsOf(UNASSIGNED)[0]?.unread).toBe(51);
  });

  it("shows a message in its row, and tells of it who wants to ring", () => {
    const row = ticketRow();
    client.setQueryData(inboxKeys.list(UNASSIGNED), listed([row]));
    const told: Arrival[] = [];
    const unsubscribe = arrivals.subscribe((arrival) => told.push(arrival));
    sockets.say("ticket.updated", { id: 1, ticket: ticketOf(row, { revision: 2, unread: 1 }) });
    sockets.say("message.created", { id: 2, message: message(row.id) });
    sockets.say("message.created", { id: 3, message: message(row.id, { id: "m2", direction: "out" }) });
    const old = message(row.id, {
      id: "m0",
      createdAt: "2026-11-29T11:00:00Z",
      sentAt: "2026-11-29T11:00:00Z",
    });
    sockets.say("message.created", { id: 4, message: old });
    vi.advanceTimersByTime(100);
    unsubscribe();
    expect(rowsOf(UNASSIGNED)[0]?.lastMessage).toMatchObject({ id: "m2" });
    expect(told).toMatchObject([{ ticket: { id: row.id }, text: "Bom dia" }]);
  });

  it("keeps rows that are no longer remembered", () => {
    const row = ticketRow({
      lastMessage: { id: "m0", text: "Antes", sentAt: "2026-11-29T12:00:00Z" } as never,
    });
    client.setQueryData(inboxKeys.list(UNASSIGNED), listed([row]));
    sockets.say("message.updated", { id: 2, message: message(row.id, { id: "m0" }) });
    vi.advanceTimersByTime(100);
    expect(rowsOf(UNASSIGNED).map(({ id }) => id)).toEqual([row.id]);
  });

  it("renames the rows of a contact", () => {
    const row = ticketRow();
    client.setQueryData(inboxKeys.list(UNASSIGNED), listed([row]));
    sockets.say("ticket.updated", { id: 1, ticket: ticketOf(row, { revision: 2 }) });
    const contact = { id: row.contact.id, name: "Ana Maria", phone: null, blockedAt: null };
    sockets.say("contact.updated", { id: 2, contact });
    vi.advanceTimersByTime(100);
    expect(rowsOf(UNASSIGNED)[0]?.contact.name).toBe("Ana Maria");
  });

  it("takes out what is no longer to be seen", () => {
    const row = ticketRow();
    client.setQueryData(inboxKeys.list(UNASSIGNED), listed([row]));
    sockets.say("ticket.removed", { id: 1, ticketId: row.id });
    vi.advanceTimersByTime(100);
    expect(rowsOf(UNASSIGNED)).toEqual([]);
  });

  it("takes no older answer for the counts that are told while they are read", async () => {
    vi.useRealTimers();
    let answerNow: (counts: unknown) => void = () => undefined;
    serve({
      "GET /api/v1/tickets/counts": () =>
        new Promise((done) => {
          answerNow = done;
        }),
    });
    const read = client.fetchQuery({ queryKey: inboxKeys.counts, queryFn: readCounts });
    await vi.waitFor(() => expect(fetch).toHaveBeenCalled());
    sockets.say("counts.changed", { all: 7, mine: 2 });
    answerNow({ all: 6, mine: 1, tags: [] });
    expect(await read).toEqual({ all: 7, mine: 2, tags: [] });
  });

  it("takes the counts as they are told, and reads mentions of me again", () => {
    const invalidate = vi.spyOn(client, "invalidateQueries").mockResolvedValue();
    client.setQueryData(inboxKeys.counts, { all: 1, mine: 1, tags: [] });
    sockets.say("counts.changed", { all: 7, mine: 2 });
    expect(client.getQueryData(inboxKeys.counts)).toEqual({ all: 7, mine: 2, tags: [] });
    sockets.say("mention.created", { userId: "other" });
    expect(invalidate).not.toHaveBeenCalled();
    sockets.say("mention.created", { userId: ME });
    expect(invalidate).toHaveBeenCalledWith({ queryKey: inboxKeys.mentions });
  });

  it("reads what stands beside a ticket that came without a message", async () => {
    vi.useRealTimers();
    const row = ticketRow({ lastMessage: { id: "m9", text: "Oi", sentAt: "2026-11-29T10:00:00Z" } as never });
    const asked = vi
      .spyOn(globalThis, "fetch")
      .mockImplementation(async (request) =>
        String((request as Request).url ?? request).includes("/tickets?")
          ? answer({ items: [row], nextCursor: null })
          : answer(undefined, 204),
      );
    client.setQueryData(inboxKeys.list(UNASSIGNED), listed([]));
    sockets.say("ticket.updated", { id: 1, ticket: ticketOf(row, { revision: 2 }) });
    await vi.waitFor(() => expect(rowsOf(UNASSIGNED)[0]?.lastMessage?.text).toBe("Oi"));
    expect(rowsOf(UNASSIGNED)[0]?.revision).toBe(2);
    expect(asked.mock.calls.some(([request]) => String((request as Request).url).includes("number="))).toBe(
      true,
    );
  });
});

describe("a change", () => {
  const client = new QueryClient();
  const rowsOf = (query: ListQuery) => client.getQueryData<TicketList>(inboxKeys.list(query))?.rows ?? [];
  beforeEach(() => {
    news.clear();
    client.clear();
  });

  it("is shown before the server has agreed, in the lists and in the open ticket", async () => {
    const row = ticketRow();
    client.setQueryData(inboxKeys.list(UNASSIGNED), listed([row]));
    client.setQueryData(inboxKeys.list(MINE), listed([]));
    client.setQueryData(inboxKeys.one(row.id), ticketOf(row, {}));
    const taken = ticketOf(row, { assigneeId: ME, status: "open", revision: 2 });
    let agree: (answer: Ticket) => void = () => undefined;
    const done = changeTicket(
      client,
      row,
      { assigneeId: ME, status: "open" },
      () => new Promise<Ticket>((resolve) => (agree = resolve)),
    );
    expect([rowsOf(UNASSIGNED).length, rowsOf(MINE)[0]?.revision]).toEqual([0, 1]);
    expect(client.getQueryData<Ticket>(inboxKeys.one(row.id))?.assigneeId).toBe(ME);
    agree(taken);
    await done;
    expect(rowsOf(MINE)[0]?.revision).toBe(2);
  });

  it("is taken back if the server refuses, also under news that came meanwhile", async () => {
    const row = ticketRow();
    client.setQueryData(inboxKeys.list(UNASSIGNED), listed([row]));
    const refused = changeTicket(client, row, { priority: "urgent" }, async () => {
      followerOf(client).take(ticketOf(row, { subject: "Pedido", revision: 2 }));
      expect(rowsOf(UNASSIGNED)[0]).toMatchObject({ priority: "urgent", subject: "Pedido" });
      throw new Error("no");
    });
    await expect(refused).rejects.toThrow("no");
    expect(rowsOf(UNASSIGNED)[0]).toMatchObject({ priority: "normal", subject: "Pedido" });
  });
});
