/** What the composer decides: who may write, what a key does, what is completed, and what goes out. */

import { describe, expect, it } from "vitest";
import type { Draft } from "@/shared/outbox/draftManager";
import { judged } from "./attachments";
import { gateOf } from "./gate";
import { isSendable, sendingsOf } from "./sendings";
import {
  colleaguesFor,
  completed,
  mentionsIn,
  repliesFor,
  sends,
  type Trigger,
  triggerOf,
} from "./suggesting";

describe("who may write", () => {
  const ticket = {
    groupId: null,
    status: "open" as const,
    heldBy: null,
    assigneeId: "me",
    contact: { blockedAt: null },
  };
  it.each([
    ["one's own ticket", ticket, true, null],
    ["nobody's ticket", { ...ticket, assigneeId: null }, true, null],
    ["a colleague's ticket", { ...ticket, assigneeId: "ana" }, true, "others"],
    ["a closed ticket", { ...ticket, status: "closed" as const, assigneeId: "ana" }, true, "closed"],
    ["a program's ticket", { ...ticket, assigneeId: null, heldBy: "key" }, true, "held"],
    ["a group", { ...ticket, groupId: "g" }, true, "group"],
    ["a blocked contact", { ...ticket, contact: { blockedAt: "2026-01-01T00:00:00Z" } }, true, "blocked"],
    ["a viewer", ticket, false, "viewer"],
  ])("%s", (_what, given, mayWrite, expected) => {
    expect(gateOf({ ticket: given, me: "me", mayWrite, answersGroups: false })).toBe(expected);
  });

  it("is anybody in a group, on a channel where groups are answered", () => {
    const given = { ...ticket, groupId: "g", contact: { blockedAt: "2026-01-01T00:00:00Z" } };
    expect(gateOf({ ticket: given, me: "me", mayWrite: true, answersGroups: true })).toBeNull();
  });
});

describe("which press sends", () => {
  const press = {
    key: "Enter",
    shiftKey: false,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    isComposing: false,
    keyCode: 13,
  };
  it("is Enter, unless the setting says Ctrl+Enter", () => {
    expect(sends(press, true)).toBe(true);
    expect(sends(press, false)).toBe(false);
    expect(sends({ ...press, ctrlKey: true }, false)).toBe(true);
    expect(sends({ ...press, metaKey: true }, true)).toBe(true);
  });

  it("is never one with Shift, nor one that an input method takes", () => {
    expect(sends({ ...press, shiftKey: true }, true)).toBe(false);
    expect(sends({ ...press, isComposing: true }, true)).toBe(false);
    expect(sends({ ...press, keyCode: 229 }, true)).toBe(false);
    expect(sends({ ...press, ctrlKey: true, isComposing: true }, false)).toBe(false);
  });
});

describe("what is completed", () => {
  const at = (text: string, kind: "reply" | "note" = "reply") => triggerOf(text, text.length, kind);
  it.each<[string, "reply" | "note", Trigger["kind"] | undefined, string | undefined]>([
    ["/", "reply", "reply", ""],
    ["/bom", "reply", "reply", "bom"],
    ["Olá /bom", "reply", "reply", "bom"],
    ["1 /", "reply", undefined, undefined],
    ["e/ou", "reply", undefined, undefined],
    ["https://x", "reply", undefined, undefined],
    ["/bom", "note", undefined, undefined],
    [":rap", "reply", "emoji", "rap"],
    [":f", "reply", undefined, undefined],
    ["às 10:30", "reply", undefined, undefined],
    ["Veja @Ana L", "note", "mention", "Ana L"],
    ["Veja @", "note", "mention", ""],
    ["Veja @Ana", "reply", undefined, undefined],
    ["ana@loja", "note", undefined, undefined],
  ])("%s in a %s", (text, kind, expected, query) => {
    const found = at(text, kind);
    expect(found?.kind).toBe(expected);
    expect(found?.query).toBe(query);
  });

  it("goes in place of what was typed", () => {
    const text = "Oi :fog tudo";
    const trigger = triggerOf(text, 7, "reply");
    if (!trigger) throw new Error("none");
    expect(completed(text, trigger, "🚀")).toEqual({ text: "Oi 🚀 tudo", caret: 5 });
    expect(completed("/bom", { kind: "reply", query: "bom", from: 0, to: 4 }, "Bom dia!")).toEqual({
      text: "Bom dia!",
      caret: 8,
    });
  });

  const reply = (shortcut: string, more = {}) => ({
    shortcut,
    title: shortcut,
    text: "",
    shared: true,
    queueIds: [] as string[],
    ...more,
  });
  it("finds quick replies of the queue, the short name first, without accents", () => {
    const replies = [
      reply("preco", { text: "saudação" }),
      reply("saudacao"),
      reply("vendas", { title: "Saudação", queueIds: ["q2"] }),
      reply("minha", { shared: false, title: "Saudar", queueIds: [] }),
    ];
    expect(repliesFor(replies, "Saudaç", "q1").map((each) => each.shortcut)).toEqual(["saudacao", "preco"]);
    expect(repliesFor(replies, "sauda", "q2").map((each) => each.shortcut)).toEqual([
      "saudacao",
      "minha",
      "vendas",
      "preco",
    ]);
  });

  it("finds colleagues, and forgets mentions that were deleted again", () => {
    const people = [{ name: "Ana Lima" }, { name: "João Anaís" }, { name: "Rui" }];
    expect(colleaguesFor(people, "ana").map((each) => each.name)).toEqual(["Ana Lima", "João Anaís"]);
    expect(colleaguesFor(people, "Ana L")).toHaveLength(1);
    const nameOf = (id: string) => ({ a: "Ana Lima", r: "Rui" })[id];
    expect(mentionsIn("Oi @Ana Lima", ["a", "r", "x"], nameOf)).toEqual(["a"]);
  });
});

describe("files", () => {
  const file = (type: string, size = 1000) => judged({ type, size, name: "x" });
  it.each([
    ["image/png", 1000, { mediaType: "image" }],
    ["image/png", 6_000_000, { mediaType: "document" }],
    ["video/mp4", 17_000_000, { mediaType: "document" }],
    ["audio/ogg; codecs=opus", 1000, { mediaType: "audio" }],
    ["application/pdf", 1000, { mediaType: "document" }],
    ["application/pdf", 101_000_000, { refusal: "size" }],
    ["image/heic", 1000, { refusal: "type" }],
    ["application/zip", 1000, { refusal: "type" }],
    ["", 1000, { mediaType: "document" }],
    ["image/png", 0, { refusal: "empty" }],
  ])("%s of %s bytes", (type, size, expected) => {
    expect(file(type, size)).toEqual(expected);
  });
});

describe("what goes out", () => {
  const draft = (given: Partial<Draft> = {}): Draft => ({
    clientMessageId: "k",
    text: "",
    files: [],
    ...given,
  });
  const picture = { id: "f1", blob: new Blob(["x"]), name: "a.png", mediaType: "image" as const };
  const sound = { id: "f2", blob: new Blob(["x"]), name: "a.mp3", mediaType: "audio" as const };
  const quote = { providerMessageId: "w1", messageId: "m1", author: "Bia", text: "?" };
  const said = (given: Partial<Draft>) =>
    sendingsOf(draft(given), "t1", "message").map(({ clientMessageId, text, attachment, replyTo }) => [
      clientMessageId,
      text,
      attachment?.name,
      replyTo,
    ]);

  it("is a text, with what it answers", () => {
    expect(said({ text: " Oi ", quote })).toEqual([["k", "Oi", undefined, "w1"]]);
  });

  it("is a file with its caption, and each further file by itself", () => {
    expect(said({ text: "Veja", files: [picture, { ...picture, id: "f3" }], quote })).toEqual([
      ["f1", "Veja", "a.png", "w1"],
      ["f3", undefined, "a.png", undefined],
    ]);
  });

  it("is the text before a sound, which has no caption, or where it is too long for one", () => {
    expect(said({ text: "Ouça", files: [sound] })).toEqual([
      ["k", "Ouça", undefined, undefined],
      ["f2", undefined, "a.mp3", undefined],
    ]);
    expect(said({ text: "x".repeat(1025), files: [picture] })).toHaveLength(2);
  });

  it("is nothing without words or files, nor with more words than go", () => {
    expect(isSendable(draft({ text: " \n" }))).toBe(false);
    expect(isSendable(draft({ text: "x".repeat(4097) }))).toBe(false);
    expect(isSendable(draft({ files: [picture] }))).toBe(true);
    expect(said({ text: "  " })).toEqual([]);
  });

  it("is a note with whom it names", () => {
    expect(sendingsOf(draft({ text: "@Ana veja" }), "t1", "note", ["a"])).toEqual([
      { clientMessageId: "k", ticketId: "t1", kind: "note", text: "@Ana veja", mentions: ["a"] },
    ]);
  });
});
