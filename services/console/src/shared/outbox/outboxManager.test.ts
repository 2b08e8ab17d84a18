/** The outbox: nothing is lost, nothing is sent twice, and what is refused waits for somebody's decision. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { NetworkError, problemOf } from "../api/problems";
import { tabs } from "../testing/channel";
import type { Entry, EntryStore, Message, Sending } from "./entry";
import { OutboxManager } from "./outboxManager";

const MINUTE = 60_000;

/** A store that outlives pages, as IndexedDB does. */
function memory(): EntryStore & { all: Map<string, Entry>; isBroken: boolean } {
  const all = new Map<string, Entry>();
  const store = {
    all,
    isBroken: false,
    async ofOwner(owner: string) {
      if (store.isBroken) throw new DOMException("no", "InvalidStateError");
      return structuredClone([...all.values()].filter((entry) => entry.owner === owner));
    },
    async put(entry: Entry) {
      if (store.isBroken) throw new DOMException("full", "QuotaExceededError");
      all.set(entry.clientMessageId, structuredClone(entry));
    },
    async remove(_owner: string, id: string) {
      all.delete(id);
    },
    async clear(owner: string) {
      for (const [id, entry] of all) if (entry.owner === owner) all.delete(id);
    },
  };
  return store;
}

/** A server that keeps one message for each id, and does to the next requests what `faults` say. */
function server() {
  const messages = new Map<string, { text: string | undefined; ticketId: string }>();
  const requests: string[] = [];
  const faults: ("lost request" | "lost answer" | number | Response)[] = [];
  async function deliver(entry: Entry): Promise<Message> {
    requests.push(entry.clientMessageId);
    const fault = faults.shift();
    if (fault === "lost request") throw new NetworkError();
    if (typeof fault === "number") throw refusal(fault, `code-${fault}`);
    if (fault instanceof Response) throw problemOf(fault, await fault.clone().json());
    messages.set(entry.clientMessageId, { text: entry.text, ticketId: entry.ticketId });
    if (fault === "lost answer") throw new NetworkError();
    return { id: `m-${entry.clientMessageId}`, clientMessageId: entry.clientMessageId } as Message;
  }
  return { messages, requests, faults, deliver };
}

function refusal(status: number, code: string) {
  return problemOf(new Response(null, { status }), { status, code, title: code, type: "" });
}

function setUp() {
  const store = memory();
  const there = server();
  const shared = tabs();
  const page = async (owner = "u1") => {
    const outbox = new OutboxManager({
      store,
      deliver: there.deliver,
      locked: shared.locked,
      channel: shared.channel(),
      now: () => Date.now(),
    });
    await outbox.open(owner);
    return outbox;
  };
  return { store, page, ...there };
}

let count = 0;
const text = (words: string, more: Partial<Sending> = {}): Sending => {
  count += 1;
  return { clientMessageId: `id-${count}`, ticketId: "t1", kind: "message", text: words, ...more };
};
const sent = (messages: Map<string, { text: string | undefined }>) =>
  [...messages.values()].map((message) => message.text);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("sending", () => {
  it("keeps an entry before the request, and lets go of it after the answer", async () => {
    const { store, page, messages, faults } = setUp();
    const outbox = await page();
    faults.push("lost request");
    await outbox.send(text("Olá"));
    expect([...store.all.values()].map((entry) => entry.text)).toEqual(["Olá"]);
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(sent(messages)).toEqual(["Olá"]);
    expect(store.all.size).toBe(0);
    expect(outbox.ofTicket("t1")).toEqual([]);
  });

  it("makes one message of a lost answer", async () => {
    const { page, messages, requests, faults } = setUp();
    const outbox = await page();
    faults.push("lost answer");
    await outbox.send(text("Olá"));
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(requests).toHaveLength(2);
    expect(new Set(requests).size).toBe(1);
    expect(sent(messages)).toEqual(["Olá"]);
  });

  it("makes one message of Enter pressed twice", async () => {
    const { page, requests } = setUp();
    const outbox = await page();
    const message = text("Olá");
    await Promise.all([outbox.send(message), outbox.send(message)]);
    await vi.advanceTimersByTimeAsync(MINUTE);
    await outbox.send(message);
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(requests).toHaveLength(1);
  });

  it("keeps the order of a ticket, and holds up no other ticket", async () => {
    const { page, messages, faults } = setUp();
    const outbox = await page();
    faults.push("lost request");
    await outbox.send(text("um"));
    await outbox.send(text("dois"));
    await outbox.send(text("três"));
    await outbox.send(text("outro", { ticketId: "t2" }));
    await vi.advanceTimersByTimeAsync(100);
    expect(sent(messages)).toEqual(["outro"]);
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(sent(messages)).toEqual(["outro", "um", "dois", "três"]);
  });

  it("waits as long as the server says, and half a minute at most else", async () => {
    const { page, requests, faults } = setUp();
    const outbox = await page();
    faults.push(
      new Response(JSON.stringify({ status: 429, code: "x" }), {
        status: 429,
        headers: { "retry-after": "45" },
      }),
    );
    await outbox.send(text("Olá"));
    await vi.advanceTimersByTimeAsync(44_000);
    expect(requests).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2000);
    expect(requests).toHaveLength(2);
    faults.push(...Array.from({ length: 60 }, () => 503));
    await outbox.send(text("de novo"));
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    const before = requests.length;
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(requests.length - before).toBeGreaterThanOrEqual(2);
    expect(requests.length - before).toBeLessThanOrEqual(3);
  });

  it("tries at once when the network is back", async () => {
    const { page, requests, faults } = setUp();
    const outbox = await page();
    faults.push("lost request", "lost request", "lost request");
    await outbox.send(text("Olá"));
    await vi.advanceTimersByTimeAsync(3500);
    expect(requests).toHaveLength(3);
    outbox.hurry();
    await vi.advanceTimersByTimeAsync(0);
    expect(requests).toHaveLength(4);
    expect(outbox.size).toBe(0);
  });

  it("tells what was sent before the entry goes", async () => {
    const { page } = setUp();
    const outbox = await page();
    const seen: unknown[] = [];
    outbox.onSent((entry, message) => seen.push([entry.text, message.id, outbox.ofTicket("t1").length]));
    const message = text("Olá");
    await outbox.send(message);
    await vi.advanceTimersByTimeAsync(0);
    expect(seen).toEqual([["Olá", `m-${message.clientMessageId}`, 1]]);
  });

  it("sends all the same where the browser keeps nothing, and says so", async () => {
    const { store, page, messages } = setUp();
    const outbox = await page();
    store.isBroken = true;
    await outbox.send(text("Olá"));
    await vi.advanceTimersByTimeAsync(0);
    expect(outbox.isKept).toBe(false);
    expect(sent(messages)).toEqual(["Olá"]);
  });
});

describe("a refusal", () => {
  it("stays with its reason, and lets the next one go", async () => {
    const { page, messages, faults } = setUp();
    const outbox = await page();
    faults.push(409);
    await outbox.send(text("um"));
    await outbox.send(text("dois"));
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(sent(messages)).toEqual(["dois"]);
    const [failed] = outbox.ofTicket("t1");
    expect(failed?.state).toBe("failed");
    expect(failed?.failure).toMatchObject({ kind: "refused", problem: { code: "code-409" } });
  });

  it("can be tried again, taken back or given up", async () => {
    const { store, page, messages, faults } = setUp();
    const outbox = await page();
    faults.push(409, 422, 403);
    const [one, two, three] = [text("um"), text("dois"), text("três")];
    for (const sending of [one, two, three]) await outbox.send(sending);
    await vi.advanceTimersByTimeAsync(MINUTE);
    await outbox.retry(one.clientMessageId);
    expect(outbox.edit(two.clientMessageId)?.text).toBe("dois");
    await outbox.discard(three.clientMessageId);
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(sent(messages)).toEqual(["um"]);
    expect(store.all.size).toBe(0);
    expect(outbox.size).toBe(0);
  });

  it("of the id is tried again under another one", async () => {
    const { page, requests, faults } = setUp();
    const outbox = await page();
    faults.push(
      new Response(JSON.stringify({ status: 409, code: "client-message-id-reused" }), { status: 409 }),
    );
    await outbox.send(text("Olá"));
    await vi.advanceTimersByTimeAsync(0);
    await outbox.retry(requests[0] ?? "");
    await vi.advanceTimersByTimeAsync(0);
    expect(requests).toHaveLength(2);
    expect(requests[0]).not.toBe(requests[1]);
    expect(outbox.size).toBe(0);
  });

  it("of the session leaves the entry for when somebody is signed in again", async () => {
    const { page, messages, requests, faults } = setUp();
    const outbox = await page();
    faults.push(401);
    await outbox.send(text("Olá"));
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(requests).toHaveLength(1);
    outbox.close();
    await outbox.open("u1");
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(sent(messages)).toEqual(["Olá"]);
  });
});

describe("a reload", () => {
  it("goes on with what was not sent, under the same ids and in order", async () => {
    const { page, messages, requests, faults } = setUp();
    const before = await page();
    faults.push("lost answer", ...Array.from({ length: 9 }, () => "lost request" as const));
    await before.send(text("um"));
    await before.send(text("dois"));
    await vi.advanceTimersByTimeAsync(500);
    before.close();
    faults.length = 0;
    const after = await page();
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(sent(messages)).toEqual(["um", "dois"]);
    expect(new Set(requests).size).toBe(2);
    expect(after.size).toBe(0);
  });

  it("after a day asks before it sends", async () => {
    const { page, messages, faults } = setUp();
    const before = await page();
    faults.push(...Array.from({ length: 9 }, () => "lost request" as const));
    await before.send(text("Olá"));
    await vi.advanceTimersByTimeAsync(500);
    before.close();
    faults.length = 0;
    vi.setSystemTime(Date.now() + 25 * 60 * MINUTE);
    const after = await page();
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(sent(messages)).toEqual([]);
    const [old] = after.ofTicket("t1");
    expect(old?.failure).toEqual({ kind: "old" });
    await after.retry(old?.clientMessageId ?? "");
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(sent(messages)).toEqual(["Olá"]);
  });

  it("shows nobody what another person wrote, and sign-out forgets it", async () => {
    const { store, page, messages, faults } = setUp();
    const one = await page("u1");
    faults.push("lost request");
    await one.send(text("segredo"));
    one.close();
    const other = await page("u2");
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(other.size).toBe(0);
    expect(sent(messages)).toEqual([]);
    await other.forget("u1");
    expect(store.all.size).toBe(0);
  });

  it("does not go out under the name of whoever signs in while its file is uploaded", async () => {
    const store = memory();
    const shared = tabs();
    const posted: string[] = [];
    let uploaded: () => void = () => undefined;
    const outbox = new OutboxManager({
      store,
      deliver: async (entry, onUploaded) => {
        await new Promise<void>((done) => {
          uploaded = done;
        });
        await onUploaded("file");
        posted.push(entry.owner);
        return { id: "m" } as Message;
      },
      locked: shared.locked,
      channel: shared.channel(),
      now: () => Date.now(),
    });
    await outbox.open("u1");
    const attachment = { blob: new Blob(["x"]), name: "a.pdf", mediaType: "document" as const };
    await outbox.send(text("segredo", { attachment }));
    await vi.advanceTimersByTimeAsync(0);
    await outbox.forget("u1");
    await outbox.open("u2");
    uploaded();
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(posted).toEqual([]);
    expect(store.all.size).toBe(0);
  });
});

describe("two tabs", () => {
  it("send an entry once between them, and both show it and let it go", async () => {
    const { page, messages, requests, faults } = setUp();
    const [one, two] = [await page(), await page()];
    faults.push("lost request");
    await one.send(text("Olá"));
    await vi.advanceTimersByTimeAsync(0);
    expect(two.ofTicket("t1").map((entry) => entry.text)).toEqual(["Olá"]);
    await vi.advanceTimersByTimeAsync(MINUTE);
    expect(requests).toHaveLength(2);
    expect(sent(messages)).toEqual(["Olá"]);
    expect([one.size, two.size]).toEqual([0, 0]);
  });
});
