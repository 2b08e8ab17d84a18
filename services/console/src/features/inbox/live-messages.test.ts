/** Updates in any order, doubled, and beside answers that are older: the same is held. */

import { QueryClient } from "@tanstack/react-query";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { messageOf } from "@/shared/testing/messages-of";
import type { Message } from "@/shared/ui/conversation/message";
import { readAgain, type Stretch, stretchOf, withMessage, withNewer, withOlder } from "./conversation/held";
import { applyMessage, messagesKey, RecentMessages, standsIn } from "./live-messages";
import { applyTicket, type Ticket, ticketKey } from "./ticket";

vi.mock("@/shared/realtime/sockets", () => ({ realtime: {} }));
vi.mock("@/shared/outbox/outbox", () => ({ outbox: {} }));
vi.mock("@/shared/api/client", () => ({ api: {}, ask: vi.fn() }));

const ticket = {
  id: "t1",
  contact: { id: "c1", name: "Bia", phone: null, blockedAt: null },
  channelId: "ch1",
  groupId: null,
  closedAt: null,
  revision: 3,
} as unknown as Ticket;

const at = (minute: number) => `2026-11-29T14:${String(minute).padStart(2, "0")}:00Z`;
const text = (id: number, status: Message["status"] = "sent", revision = 1) =>
  messageOf("text", {
    id: `m${String(id).padStart(3, "0")}`,
    direction: "out",
    status,
    revision,
    sentAt: at(id),
    text: `${id}`,
  });

const shown = (stretch: Stretch | undefined) => stretch?.items.map(({ id, status }) => `${id} ${status}`);

let seed = 1;
const random = () => {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return seed / 2147483648;
};
const shuffled = <T>(items: readonly T[]): T[] =>
  items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);

describe("what is held", () => {
  const page = { items: [text(3), text(2), text(1)], nextCursor: "older" };
  const updates = [
    text(4, "queued", 1),
    text(4, "sent", 2),
    text(3, "delivered", 2),
    text(4, "delivered", 3),
    text(5, "queued", 1),
    text(4, "read", 4),
    text(2, "failed", 2),
  ];
  const expected = ["m001 sent", "m002 failed", "m003 delivered", "m004 read", "m005 queued"];

  it("is the same whatever the order of the updates, and however often they come", () => {
    for (let round = 0; round < 200; round += 1) {
      const told = shuffled([...updates, ...updates]);
      const split = Math.floor(random() * told.length);
      const recent = new RecentMessages();
      for (const message of told.slice(0, split)) recent.take(message);
      const held = told.slice(split).reduce(withMessage, stretchOf(page, recent.of(ticket)));
      expect(shown(held)).toEqual(expected);
    }
  });

  it("is not undone by a page that was asked for before", () => {
    const held = withMessage({ ...stretchOf({ items: [text(3)] }), older: "x" }, text(3, "read", 5));
    const longer = withOlder(held, { items: [text(3, "sent", 2), text(2)], nextCursor: null });
    expect(shown(longer)).toEqual(["m002 sent", "m003 read"]);
    expect(longer.older).toBeNull();
  });

  it("goes on at both ends", () => {
    let held = stretchOf({ items: [text(5), text(4)], nextCursor: "o", previousCursor: "n" });
    held = withMessage(held, text(9));
    held = withMessage(held, text(1));
    expect(shown(held)).toEqual(["m004 sent", "m005 sent"]);
    held = withNewer(held, { items: [text(9), text(6)], previousCursor: null });
    expect(shown(held)).toEqual(["m004 sent", "m005 sent", "m006 sent", "m009 sent"]);
    expect(withMessage(held, text(10)).items).toHaveLength(5);
  });

  it("keeps what was loaded when the end is read again and meets it", () => {
    const end = stretchOf({ items: [text(4), text(3)], nextCursor: "a" });
    const before = withOlder(end, { items: [text(2), text(1)], nextCursor: "b" });
    const meets = readAgain(
      before,
      stretchOf({ items: [text(5), text(4), text(3, "read", 2)], nextCursor: "c" }),
    );
    expect(shown(meets)).toEqual(["m001 sent", "m002 sent", "m003 read", "m004 sent", "m005 sent"]);
    expect(meets.older).toBe("b");
    const apart = readAgain(before, stretchOf({ items: [text(9), text(8)], nextCursor: "c" }));
    expect(shown(apart)).toEqual(["m008 sent", "m009 sent"]);
  });

  it("shows a reaction under its message only", () => {
    const held = stretchOf({ items: [text(1)] });
    expect(withMessage(held, messageOf("reaction", { id: "r", direction: "out", sentAt: at(2) }))).toBe(held);
  });
});

describe("where a message stands", () => {
  it.each([
    ["its own ticket", { ticketId: "t1" }, true],
    ["another ticket", { ticketId: "t2" }, false],
    ["no ticket, the same conversation", { ticketId: null }, true],
    ["no ticket, another contact", { ticketId: null, contactId: "c2" }, false],
    ["no ticket, another channel", { ticketId: null, channelId: "ch2" }, false],
    ["no ticket, a group", { ticketId: null, groupId: "g1" }, false],
  ])("%s", (_what, given, expected) => {
    expect(standsIn(messageOf("text", given), ticket)).toBe(expected);
  });

  it("is before the ticket was closed", () => {
    const closed = { ...ticket, closedAt: at(10) };
    expect(standsIn(messageOf("text", { ticketId: null, sentAt: at(9) }), closed)).toBe(true);
    expect(standsIn(messageOf("text", { ticketId: null, sentAt: at(11) }), closed)).toBe(false);
  });
});

describe("the cache", () => {
  let client: QueryClient;
  beforeEach(() => {
    client = new QueryClient();
    client.setQueryData(ticketKey("t1"), ticket);
    client.setQueryData(messagesKey("t1"), stretchOf({ items: [text(1)] }));
    client.setQueryData(messagesKey("t1", "m001"), stretchOf({ items: [text(1)], previousCursor: "n" }));
  });

  it("has a message wherever it belongs, and nowhere else", () => {
    applyMessage(client, text(2));
    applyMessage(client, { ...text(3), ticketId: "t2" });
    expect(shown(client.getQueryData(messagesKey("t1")))).toEqual(["m001 sent", "m002 sent"]);
    expect(shown(client.getQueryData(messagesKey("t1", "m001")))).toEqual(["m001 sent"]);
    applyMessage(client, text(1, "read", 2));
    expect(shown(client.getQueryData(messagesKey("t1", "m001")))).toEqual(["m001 read"]);
  });

  it("has the ticket of the highest revision", () => {
    applyTicket(client, { ...ticket, revision: 5, number: 2 });
    applyTicket(client, { ...ticket, revision: 4, number: 1 });
    expect(client.getQueryData<Ticket>(ticketKey("t1"))?.number).toBe(2);
    applyTicket(client, { ...ticket, id: "t9" });
    expect(client.getQueryData(ticketKey("t9"))).toBeUndefined();
  });
});
