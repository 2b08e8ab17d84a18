/** Events and pages, in any order and doubled, end in the same list. */

import { describe, expect, it } from "vitest";
import { News } from "./news";
import {
  belongs,
  byInstant,
  compare,
  type LastMessage,
  type ListQuery,
  listOf,
  type Ticket,
  type TicketRow,
} from "./rules";
import { ticketRow } from "./sample";
import { EMPTY, type TicketList, withPage, withRows } from "./ticketList";

const ME = "me";
const UNASSIGNED: ListQuery = listOf({ view: "unassigned" }, ME);

const idsOf = (list: TicketList) => list.rows.map((row) => row.id);

function ticketOf(row: TicketRow, changes: Partial<Ticket> = {}): Ticket {
  const { myUnread: _, lastMessage: __, ...ticket } = row;
  return { ...ticket, ...changes };
}

/** A source of chance that repeats itself. */
function chance(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}

function shuffled<T>(given: readonly T[], seed: number): T[] {
  const next = chance(seed);
  const items = [...given];
  for (let at = items.length - 1; at > 0; at--) {
    const other = next(at + 1);
    [items[at], items[other]] = [items[other] as T, items[at] as T];
  }
  return items;
}

interface Event {
  id: string;
  tell: (news: News) => boolean;
}

/** What the follower of the sockets brings into a list. */
function told(news: News, id: string): Map<string, TicketRow | null> {
  const row = news.row(id);
  return new Map(row === undefined ? [] : [[id, row]]);
}

const messageOf = (ticketId: string, nth: number, status: LastMessage["status"] = "received") =>
  ({
    id: `m-${nth}`,
    ticketId,
    target: null,
    kind: "text",
    direction: "in",
    origin: null,
    authorId: null,
    text: `Mensagem ${nth}`,
    status,
    sentAt: `2026-11-29T12:30:${String(nth).padStart(2, "0")}Z`,
    revokedAt: null,
  }) as unknown as Parameters<News["message"]>[0];

describe("events", () => {
  const rows = Array.from({ length: 12 }, () => ticketRow());
  const events: Event[] = [];
  rows.forEach((row, at) => {
    const id = row.id;
    events.push({
      id,
      tell: (news) => news.ticket(ticketOf(row, { revision: 2, unread: 1, inboundCount: 2 }), 10 + at),
    });
    events.push({ id, tell: (news) => news.message(messageOf(id, at), 30 + at) });
    if (at % 3 === 0) {
      const taken = ticketOf(row, { revision: 3, assigneeId: "other", status: "open", inboundCount: 2 });
      events.push({ id, tell: (news) => news.ticket(taken, 50 + at) });
    }
    if (at % 4 === 1) events.push({ id, tell: (news) => news.removed(id, 70 + at) });
    if (at % 6 === 1) {
      const back = ticketOf(row, { revision: 5, lastMessageAt: "2026-11-29T13:00:00Z", inboundCount: 2 });
      events.push({ id, tell: (news) => news.ticket(back, 90 + at) });
    }
    if (at % 5 === 0) {
      const contact = { id: row.contact.id, name: `Novo nome ${at}`, phone: null, blockedAt: null };
      events.push({ id, tell: (news) => news.contact(contact, 100 + at) });
    }
  });
  const page = { items: [...rows].sort((a, b) => compare(a, b, "recent")), nextCursor: null };

  const run = (order: readonly Event[], pageAt: number) => {
    const news = new News();
    const asked = news.tick;
    let list: TicketList | undefined;
    const take = () => {
      list = withPage(list ?? EMPTY, page, UNASSIGNED, news, asked);
    };
    order.forEach((event, at) => {
      if (at === pageAt) take();
      event.tell(news);
      if (list) list = withRows(list, told(news, event.id), UNASSIGNED);
    });
    if (!list) take();
    return list?.rows;
  };
  const expected = run(events, 0);

  it("leave what belongs, in order", () => {
    expect(expected?.every((row) => belongs(row, UNASSIGNED))).toBe(true);
    expect(expected).toEqual([...(expected ?? [])].sort((a, b) => compare(a, b, "recent")));
    expect(expected?.find((row) => row.id === rows[2]?.id)).toMatchObject({
      unread: 1,
      lastMessage: { text: "Mensagem 2" },
    });
    expect(expected?.some((row) => row.id === rows[3]?.id)).toBe(false);
    expect(expected?.[0]?.id).toBe(
      [rows[1], rows[7]]
        .map((row) => row?.id)
        .sort()
        .at(-1),
    );
  });

  it.each(Array.from({ length: 40 }, (_, seed) => seed))("shuffled and doubled end the same (%i)", (seed) => {
    const order = shuffled([...events, ...events], seed + 1);
    expect(run(order, chance(seed)(order.length))).toEqual(expected);
  });
});

describe("a page", () => {
  it("that was asked for before an event does not undo it", () => {
    const news = new News();
    const [gone, closed, moved, newer] = [ticketRow(), ticketRow(), ticketRow(), ticketRow()] as const;
    const asked = news.tick;
    news.removed(gone.id, 1);
    news.ticket(ticketOf(closed, { status: "closed", revision: 2 }), 2);
    news.ticket(ticketOf(moved, { lastMessageAt: "2026-11-29T15:00:00Z", revision: 2 }), 3);
    const arrived = ticketRow({ lastMessageAt: "2026-11-29T14:00:00Z" });
    news.ticket(ticketOf(arrived), 4);
    const items = [newer, moved, closed, gone];
    const list = withPage(EMPTY, { items, nextCursor: null }, UNASSIGNED, news, asked);
    expect(idsOf(list)).toEqual([moved.id, arrived.id, newer.id]);
  });

  it("that is asked for later shows what can be seen again", () => {
    const news = new News();
    const row = ticketRow();
    news.removed(row.id, 1);
    const list = withPage(EMPTY, { items: [row], nextCursor: null }, UNASSIGNED, news, news.tick);
    expect(idsOf(list)).toEqual([row.id]);
  });

  it("holds no row twice, and leaves to the next page what stands below", () => {
    const news = new News();
    const rows = Array.from({ length: 6 }, () => ticketRow()).reverse();
    const first = withPage(EMPTY, { items: rows.slice(0, 3), nextCursor: "n" }, UNASSIGNED, news, news.tick);
    const below = ticketOf(ticketRow({ lastMessageAt: "2020-01-01T00:00:00Z" }));
    news.ticket(below, 1);
    const second = withRows(first, told(news, below.id), UNASSIGNED);
    expect(idsOf(second)).toEqual(idsOf(first));
    const again = { items: rows.slice(2), nextCursor: null };
    expect(idsOf(withPage(second, again, UNASSIGNED, news, news.tick))).toEqual(rows.map((row) => row.id));
  });

  it("of a text search offers new results and puts none in by itself", () => {
    const news = new News();
    const query = listOf({ view: "unassigned", q: "ana" }, ME);
    const row = ticketRow();
    const list = withPage(EMPTY, { items: [row], nextCursor: null }, query, news, news.tick);
    const other = ticketOf(ticketRow());
    news.ticket(other, 1);
    const offered = withRows(list, told(news, other.id), query);
    expect([idsOf(offered), offered.unseen]).toEqual([[row.id], [other.id]]);
    news.ticket({ ...other, status: "closed", revision: 9 }, 2);
    expect(withRows(offered, told(news, other.id), query).unseen).toEqual([]);
  });
});

describe("a row", () => {
  it("counts what I have not read, also after a colleague has", () => {
    const news = new News();
    const row = ticketRow({ unread: 1, myUnread: 2, inboundCount: 5 });
    news.current(row, news.tick);
    news.ticket(ticketOf(row, { unread: 0, inboundCount: 6, revision: 2 }), 1);
    expect(news.row(row.id)?.myUnread).toBe(3);
    news.read({ id: row.id, inboundCount: 6 });
    expect(news.row(row.id)?.myUnread).toBe(0);
  });

  it("shows how far its last message has come, and never back", () => {
    const news = new News();
    const row = ticketRow();
    news.current(row, news.tick);
    expect(news.isBare(row.id)).toBe(false);
    news.message(messageOf(row.id, 1, "read"), 8);
    expect(news.message(messageOf(row.id, 1, "delivered"), 7)).toBe(false);
    expect(news.message(messageOf(row.id, 0, "read"), 9)).toBe(false);
    expect(news.row(row.id)?.lastMessage?.status).toBe("read");
  });
});

describe("rules", () => {
  it("compare instants to the microsecond", () => {
    expect(byInstant("2026-11-29T12:00:00Z", "2026-11-29T12:00:00.000001Z")).toBe(-1);
    expect(byInstant("2026-11-29T12:00:00.5Z", "2026-11-29T12:00:00.500000Z")).toBe(0);
  });

  it("narrow a saved view by the address, and know who opens it", () => {
    const view = {
      id: "v",
      name: "",
      filter: { mine: true, status: null, queueId: "q1", waiting: true },
      sort: "waiting",
      shared: true,
      position: 0,
      revision: 1,
    } as const;
    const list = listOf({ view: "v", queue: "q2" }, ME, [view]);
    expect(list).toEqual({ filter: { assigneeId: ME, queueId: "q2", waiting: true }, sort: "waiting" });
  });

  it("order closed tickets by their last message alone", () => {
    expect(listOf({ view: "closed", sort: "priority" }, ME).sort).toBe("recent");
  });
});
