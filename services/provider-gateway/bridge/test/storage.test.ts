// Keys and sent messages are read from the gateway and written to it, in bounded portions.

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import type { SignalDataSet } from "@whiskeysockets/baileys";
import { Keys } from "../src/keys.ts";
import { Outbox } from "../src/outbox.ts";
import { MAX_KEYS_READ, MAX_KEYS_WRITTEN } from "../src/protocol.ts";
import { Sent } from "../src/sent.ts";
import { eventually, Gateway, OWNER } from "./gateway.ts";

let gateway: Gateway;
let stored: Map<string, string>;
let failures: string[];
let keys: Keys;
beforeEach(async () => {
  gateway = await Gateway.start();
  gateway.read();
  stored = new Map();
  failures = [];
  keys = new Keys(gateway.line, OWNER, (reason) => failures.push(reason));
  gateway.answer = (line) => {
    if (line.op === "keys.get") {
      const found = line.ids.map((id) => [id, stored.get(`${line.kind}/${id}`)]);
      return { value: Object.fromEntries(found.filter(([, value]) => value !== undefined)) };
    }
    for (const { kind, id, value } of line.op === "keys.set" ? line.entries : []) {
      if (value == null) {
        stored.delete(`${kind}/${id}`);
      } else {
        stored.set(`${kind}/${id}`, value);
      }
    }
    return {};
  };
});
afterEach(() => gateway.close());

const requests = (op: string) => gateway.said.filter((line) => line.op === op);

test("what was written is read as it was, by who knows nothing of it, too", async () => {
  const session = Buffer.from("a session");
  const identity = new Uint8Array([1, 2, 3]);
  await keys.set({ session: { "1.0": session }, "identity-key": { "1.0": identity } });
  assert.deepEqual(await keys.get("session", ["1.0", "2.0"]), { "1.0": session });
  assert.equal(requests("keys.get").length, 1);
  const another = new Keys(gateway.line, OWNER, () => undefined);
  assert.deepEqual(await another.get("session", ["1.0"]), { "1.0": session });
  assert.deepEqual(await another.get("identity-key", ["1.0"]), { "1.0": Buffer.from(identity) });
  await another.set({ session: { "1.0": null } });
  assert.deepEqual(await another.get("session", ["1.0"]), {});
});

test("what is written while it is read is not remembered as it was before", async () => {
  await keys.set({ session: { "1.0": Buffer.from("old"), "2.0": Buffer.from("old") } });
  const fresh = new Keys(gateway.line, OWNER, () => undefined);
  const { answer } = gateway;
  let late: (() => void) | undefined;
  gateway.answer = (line) => {
    if (line.op !== "keys.get" || late) {
      return answer(line);
    }
    const old = answer(line) ?? {};
    late = () => gateway.say({ op: "answer", ...OWNER, re: line.id, ...old });
    return undefined;
  };
  const reading = fresh.get("session", ["1.0", "2.0"]);
  await eventually(() => late !== undefined);
  await fresh.set({ session: { "1.0": Buffer.from("new"), "2.0": null } });
  late?.();
  await reading;
  assert.deepEqual(await fresh.get("session", ["1.0", "2.0"]), { "1.0": Buffer.from("new") });
});

test("many keys are read and written in portions", async () => {
  const ids = Array.from({ length: MAX_KEYS_WRITTEN + 1 }, (_, id) => String(id));
  const data: SignalDataSet = { "lid-mapping": Object.fromEntries(ids.map((id) => [id, `lid ${id}`])) };
  await keys.set(data);
  assert.equal(requests("keys.set").length, 2);
  const fresh = new Keys(gateway.line, OWNER, () => undefined);
  assert.equal(
    Object.keys(await fresh.get("lid-mapping", ids.slice(0, MAX_KEYS_READ * 2))).length,
    MAX_KEYS_READ * 2,
  );
  assert.equal(requests("keys.get").length, 2);
});

test("an answer that would be too long is asked for in halves", async () => {
  await keys.set({ "lid-mapping": { a: "1", b: "2", c: "3" } });
  const { answer } = gateway;
  gateway.answer = (line) =>
    line.op === "keys.get" && line.ids.length > 1 ? { error: "too-long" } : answer(line);
  const fresh = new Keys(gateway.line, OWNER, () => undefined);
  assert.deepEqual(await fresh.get("lid-mapping", ["a", "b", "c"]), { a: "1", b: "2", c: "3" });
});

test("a write that is refused is reported", async () => {
  gateway.answer = () => ({ error: "fenced" });
  await assert.rejects(keys.set({ "lid-mapping": { a: "1" } }));
  assert.deepEqual(failures, ["fenced"]);
});

test("what was sent is found for two days, over a restart too, and then gone", async () => {
  const day = 24 * 60 * 60 * 1000;
  const now = 20_000 * day + 5000;
  const sent = () => new Sent(new Keys(gateway.line, OWNER, () => undefined), gateway.line, OWNER);
  await sent().keep("3EB0A", { conversation: "hello" }, now);
  assert.equal((await sent().find("3EB0A", now))?.conversation, "hello");
  assert.equal((await sent().find("3EB0A", now + 2 * day))?.conversation, "hello");
  assert.equal(await sent().find("3EB0B", now), undefined);
  for (const days of [1, 2, 3]) {
    await sent().keep(`3EB0${days}`, { conversation: "later" }, now + days * day);
  }
  assert.equal((await sent().find("3EB03", now + 3 * day))?.conversation, "later");
  assert.equal([...stored.values()].filter((value) => value.includes("3EB0A")).length, 0);
  await sent().keep("3EB0C", { conversation: "after a long pause" }, now + 100 * day);
  assert.equal([...stored.keys()].filter((key) => key !== "sent/day").length, 1);
});

test("after a read that failed what is sent is kept again", async () => {
  const sent = new Sent(keys, gateway.line, OWNER);
  const { answer } = gateway;
  gateway.answer = () => ({ error: "unavailable" });
  await assert.rejects(sent.keep("3EB0A", { conversation: "lost" }, 0));
  gateway.answer = answer;
  await sent.keep("3EB0B", { conversation: "kept" }, 0);
  assert.equal((await sent.find("3EB0B", 0))?.conversation, "kept");
});

test("what waits is delivered in order and together, and the socket is not read while too much waits", async () => {
  const pauses: boolean[] = [];
  const owner = { session: OWNER.session, pause: (is: boolean) => pauses.push(is), fenced: () => undefined };
  const outbox = new Outbox(gateway.line, owner);
  const answers: number[] = [];
  gateway.answer = (line) => {
    answers.push(line.id);
    return undefined;
  };
  const big = "x".repeat(400_000);
  for (let number = 0; number < 80; number += 1) {
    const items = [{ number, big: number < 70 ? big : "" }];
    outbox.add([{ op: "messages", ...OWNER, type: "notify", items }]);
  }
  await eventually(() => gateway.said.length === 4);
  assert.deepEqual(pauses, [true]);
  gateway.answer = () => ({});
  for (const id of answers) {
    gateway.say({ op: "answer", ...OWNER, re: id });
  }
  await outbox.drain(10);
  assert.deepEqual(pauses, [true, false]);
  const numbers = gateway.said.flatMap((line) =>
    line.op === "messages" ? line.items.map(({ number }) => number) : [],
  );
  assert.deepEqual(numbers, [...Array(80).keys()]);
  // The last ten are small, and went with the one before them.
  assert.equal(gateway.said.length, 70);
});

test("while nothing is stored the socket is not read", async () => {
  const pauses: boolean[] = [];
  const owner = { session: OWNER.session, pause: (is: boolean) => pauses.push(is), fenced: () => undefined };
  const outbox = new Outbox(gateway.line, owner);
  const asked: number[] = [];
  gateway.answer = (line) => {
    asked.push(line.id);
    return undefined;
  };
  const pairs = [{ lid: "1@lid", phone: "2@s.whatsapp.net" }];
  outbox.add([{ op: "lids", ...OWNER, pairs }]);
  await eventually(() => asked.length === 1);
  assert.deepEqual(pauses, []);
  await eventually(() => pauses.length === 1);
  gateway.say({ op: "answer", ...OWNER, re: asked[0] ?? 0 });
  await eventually(() => pauses.length === 2);
  assert.deepEqual(pauses, [true, false]);
  outbox.close();
});

test("what could not be stored is delivered again, and the socket is not read until it is", async () => {
  const pauses: boolean[] = [];
  const owner = { session: OWNER.session, pause: (is: boolean) => pauses.push(is), fenced: () => undefined };
  const outbox = new Outbox(gateway.line, owner);
  let tries = 0;
  gateway.answer = () => {
    tries += 1;
    return tries === 1 ? { error: "unavailable" } : {};
  };
  outbox.add([{ op: "lids", ...OWNER, pairs: [{ lid: "1@lid", phone: "2@s.whatsapp.net" }] }]);
  await eventually(() => pauses.length === 1);
  await outbox.drain(10);
  assert.equal(tries, 2);
  assert.deepEqual(pauses, [true, false]);
});
