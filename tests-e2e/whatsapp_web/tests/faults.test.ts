// What goes wrong on request, as the real Baileys sees it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { lidJid } from "../src/node.ts";
import { Device, entry, linked, withStub } from "./device.ts";

const PHONE = "5511999990000";
const ANA = "5511988887777";

test("streams end with the code that is asked for", async () => {
  await linked(async (stub, device) => {
    for (const code of ["503", "411", "500"]) {
      stub.endStream(stub.people.account(PHONE), code);
      await device.next("close", (seen) => seen === Number(code));
      device.connect();
      await device.next("open");
    }
    stub.endStream(stub.people.account(PHONE), "440");
    await device.next("close", (seen) => seen === 440);
  });
});

test("logins are refused with a reason, so many times", async () => {
  await linked(async (stub, device) => {
    for (const reason of ["401", "402", "403", "405", "406", "409", "503"]) {
      stub.faults.logins = [{ reason, times: 1 }];
      stub.people.account(PHONE).connection?.drop();
      await device.next("close", (seen) => seen === 428);
      device.connect();
      await device.next("close", (seen) => seen === Number(reason));
      device.connect();
      await device.next("open");
    }
  });
});

test("a server that is away cuts connections", async () => {
  await withStub(async (stub) => {
    stub.faults.unreachable = true;
    const device = new Device(stub).connect();
    await device.next("close");
    stub.faults.unreachable = false;
    device.connect();
    await device.next("qr");
    await device.kill();
  });
});

test("of a server that answers a WebSocket with HTTP 503 Baileys learns nothing: others have to notice", async () => {
  await withStub(async (stub) => {
    stub.faults.overloaded = true;
    const device = new Device(stub).connect();
    let status = 0;
    device.socket.ws.on("unexpected-response", (_request, response) => {
      status = response.statusCode;
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(status, 503);
    assert.deepEqual(device.seen, []);
  });
});

test("an ack says 463, and the account has a time lock", async () => {
  await linked(async (stub, device) => {
    const ana = stub.people.meet(ANA, "Ana");
    stub.faults.acks = [{ error: "463", times: 1 }];
    stub.faults.timeLock = { active: true, until: 1_900_000_000, type: "BIZ_COMMERCE_VIOLATION_DRUGS" };
    const id = await device.send(lidJid(ana.lid), "promoção");
    assert.deepEqual((await device.next("ack")).error, "463");
    assert.deepEqual(stub.journal.read({ kind: "message" }), []);
    const lock = await device.socket.fetchAccountReachoutTimelock();
    assert.deepEqual([lock.isActive, lock.timeEnforcementEnds?.getTime()], [true, 1_900_000_000_000]);
    const again = await device.send(lidJid(ana.lid), "outra");
    await device.next("ack", (ack) => ack.id === again && !ack.error);
    assert.notEqual(id, again);
  });
});

test("no ack, though the contact has the message; a cut before it had", async () => {
  await linked(async (stub, device) => {
    const ana = stub.people.meet(ANA, "Ana");
    stub.faults.acks = [{ silent: true, times: 1 }];
    const silent = await device.send(lidJid(ana.lid), "sem resposta");
    await entry(stub, "message", { id: silent });
    stub.faults.acks = [{ drop: true, times: 1 }];
    const cut = await device.send(lidJid(ana.lid), "cortada");
    await device.next("close", (code) => code === 428);
    assert.deepEqual(stub.journal.read({ kind: "message", id: cut }), []);
    assert.deepEqual(
      device.seen.filter((each) => each.name === "ack"),
      [],
    );
  });
});

test("a contact that cannot decrypt a message gets it again", async () => {
  await linked(async (stub, device) => {
    const ana = stub.people.meet(ANA, "Ana");
    stub.receipts = "none";
    const id = await device.send(lidJid(ana.lid), "outra vez");
    await entry(stub, "message", { id });
    stub.deliveries.receipt(id, "retry");
    const repeated = await entry(stub, "message", { id, repeated: "true" });
    assert.equal(repeated.text, "outra vez");
  });
});

test("a device that has lost its keys asks for a message again", async () => {
  await linked(async (stub, device) => {
    const ana = stub.people.meet(ANA, "Ana");
    const account = stub.people.account(PHONE);
    await stub.deliveries.deliver(account, { from: ana, message: { conversation: "um" } });
    await device.message("um");
    for (const name of [...device.keys.keys()]) if (name.startsWith("session ")) device.keys.delete(name);
    await device.kill();
    await entry(stub, "closed");
    device.connect();
    await device.next("open");
    await stub.deliveries.deliver(account, { from: ana, message: { conversation: "dois" } });
    await entry(stub, "receipt", { type: "retry" });
    await device.message("dois");
  });
});
