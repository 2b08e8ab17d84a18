// Lines are checked before they are read or written, and requests get their own answers.

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { Refused } from "../src/line.ts";
import { MAX_LINE } from "../src/protocol.ts";
import { eventually, Gateway, OWNER } from "./gateway.ts";

let gateway: Gateway;
beforeEach(async () => {
  gateway = await Gateway.start();
});
afterEach(() => gateway.close());

test("what is said arrives in pieces of any size", async () => {
  const lines = gateway.read();
  const text = `${JSON.stringify({ op: "close", ...OWNER })}\n`.repeat(3);
  for (const character of text) {
    gateway.write(character);
  }
  await eventually(() => lines.length === 3);
  assert.deepEqual(lines[0], { op: "close", ...OWNER });
});

for (const [name, text] of Object.entries({
  "no JSON": "{\n",
  "an unknown op": `${JSON.stringify({ op: "else", ...OWNER })}\n`,
  "a field too many": `${JSON.stringify({ op: "close", ...OWNER, more: 1 })}\n`,
  "a value out of bounds": `${JSON.stringify({ op: "close", ...OWNER, generation: -1 })}\n`,
  "a line without end": "x".repeat(MAX_LINE + 1),
})) {
  test(`${name} ends the line`, async () => {
    const reading = gateway.line.lines().next();
    gateway.write(text);
    await assert.rejects(reading);
  });
}

test("a request gets its own answer, whatever the order", async () => {
  gateway.read();
  gateway.answer = () => undefined;
  const asked = ["a", "b"].map((kind) =>
    gateway.line.ask({ op: "keys.get", ...OWNER, kind, ids: ["1"] }).catch((error: Refused) => error.reason),
  );
  await eventually(() => gateway.said.length === 2);
  const [first, second] = gateway.said.map((line) => ("id" in line ? line.id : 0));
  gateway.say({ op: "answer", ...OWNER, re: second ?? 0, error: "fenced" });
  gateway.say({ op: "answer", ...OWNER, re: first ?? 0, value: { "1": "x" } });
  assert.deepEqual(await Promise.all(asked), [{ "1": "x" }, "fenced"]);
});

test("a line that does not fit is dropped, and a request that does not is refused", async () => {
  gateway.read();
  assert.equal(gateway.line.write({ op: "qr", ...OWNER, code: "x".repeat(2000), seconds: 20 }), false);
  await assert.rejects(gateway.line.ask({ op: "keys.get", ...OWNER, kind: "session", ids: [] }), Refused);
  assert.equal(gateway.line.write({ op: "qr", ...OWNER, code: "2@x", seconds: 20 }), true);
  await eventually(() => gateway.said.length === 1);
});
