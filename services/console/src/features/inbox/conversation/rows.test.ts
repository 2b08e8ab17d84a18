import { describe, expect, it } from "vitest";
import type { Entry } from "@/shared/outbox/entry";
import { messageOf } from "@/shared/testing/messages-of";
import type { Message } from "@/shared/ui/conversation/message";
import { calendarIn, firstUnread, rowsOf } from "./rows";

const dayOf = calendarIn("America/Sao_Paulo");
const held = (...messages: Message[]) => messages;
const entry = (clientMessageId: string, more: Partial<Entry> = {}) =>
  ({
    clientMessageId,
    ticketId: "t1",
    kind: "message",
    text: "x",
    at: 1,
    state: "waiting",
    attempts: 0,
    owner: "me",
    ...more,
  }) as Entry;
const given = { outbox: [], unread: null, dayOf, isEnd: true };
const said = (rows: ReturnType<typeof rowsOf>) =>
  rows.map((row) => `${row.kind} ${row.key}${"follows" in row && row.follows ? " follows" : ""}`);

describe("rows of a conversation", () => {
  it("has a day for each day of the company, not of Greenwich", () => {
    const rows = rowsOf({
      ...given,
      items: held(
        messageOf("text", { id: "a", sentAt: "2026-11-29T02:30:00Z" }),
        messageOf("text", { id: "b", sentAt: "2026-11-29T03:30:00Z" }),
      ),
    });
    expect(said(rows)).toEqual(["day day 2026-11-28", "message a", "day day 2026-11-29", "message b"]);
  });

  it("joins what one person says in a breath", () => {
    const rows = rowsOf({
      ...given,
      items: held(
        messageOf("text", { id: "a", sentAt: "2026-11-29T12:00:00Z" }),
        messageOf("text", { id: "b", sentAt: "2026-11-29T12:01:00Z" }),
        messageOf("text", { id: "c", sentAt: "2026-11-29T12:02:00Z", direction: "out", authorId: "ana" }),
        messageOf("text", { id: "d", sentAt: "2026-11-29T12:03:00Z", direction: "out", authorId: "rui" }),
        messageOf("note", { id: "e", sentAt: "2026-11-29T12:03:30Z", direction: "out", authorId: "rui" }),
        messageOf("text", { id: "f", sentAt: "2026-11-29T12:30:00Z" }),
      ),
    });
    expect(said(rows).slice(1)).toEqual([
      "message a",
      "message b follows",
      "message c",
      "message d",
      "message e",
      "message f",
    ]);
  });

  it("shows what is not sent yet once, under the key that it keeps", () => {
    const items = held(messageOf("text", { id: "s1", clientMessageId: "k1", direction: "out" }));
    const rows = rowsOf({ ...given, items, outbox: [entry("k1"), entry("k2")] });
    expect(said(rows).slice(1)).toEqual(["message k1", "outgoing k2 follows"]);
  });

  it("does not show a reaction on its way, nor anything on its way in the middle of the past", () => {
    const reaction = entry("k1", { content: { kind: "reaction", messageId: "w", emoji: "👍" } });
    expect(rowsOf({ ...given, items: [], outbox: [reaction] })).toEqual([]);
    expect(rowsOf({ ...given, items: [], outbox: [entry("k2")], isEnd: false })).toEqual([]);
  });

  it("marks where what is new begins", () => {
    const items = held(
      messageOf("text", { id: "a" }),
      messageOf("text", { id: "b", direction: "out" }),
      messageOf("text", { id: "c" }),
      messageOf("text", { id: "d", ticketId: null, origin: "history" }),
      messageOf("text", { id: "e" }),
    );
    expect(firstUnread(items, 2)).toEqual({ id: "c", count: 2 });
    expect(firstUnread(items, 9)).toBeNull();
    expect(firstUnread(items, 0)).toBeNull();
    expect(said(rowsOf({ ...given, items, unread: { id: "c", count: 2 } }))).toContain("unread unread");
  });
});
