// A stub that is started again knows the devices that were linked to it.

import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { keep, restore } from "../src/keeping.ts";
import { lidJid } from "../src/node.ts";
import { WhatsAppStub } from "../src/stub.ts";
import { Device, entry } from "./device.ts";

test("devices stay linked over a start of the stub, and their sessions go on", async () => {
  const folder = mkdtempSync(join(tmpdir(), "stub-"));
  const first = await new WhatsAppStub().start();
  const { port } = first;
  const device = new Device(first).connect();
  first.pairing.scan(await device.next("qr"), "5511999990000", "Loja");
  await device.next("open");
  const ana = first.people.meet("5511988887777", "Ana");
  await first.deliveries.deliver(first.people.account(), { from: ana, message: { conversation: "um" } });
  await device.message("um");
  await entry(first, "message", { id: await device.send(lidJid(ana.lid), "dois") });
  keep(first, folder)();
  first.stop();
  await device.next("close", (code) => code === 428);

  const second = new WhatsAppStub({ root: first.identity.root, port });
  restore(second, folder);
  await second.start();
  device.connect();
  await device.next("open");
  const same = second.people.meet("5511988887777");
  assert.equal(same.name, "Ana");
  await second.deliveries.deliver(second.people.account(), { from: same, message: { conversation: "três" } });
  await device.message("três");
  const answer = await entry(second, "message", { id: await device.send(lidJid(ana.lid), "quatro") });
  assert.equal(answer.text, "quatro");
  assert.deepEqual(second.journal.read({ kind: "undecryptable" }), []);
  await device.kill();
  second.stop();
  rmSync(folder, { recursive: true });
});
