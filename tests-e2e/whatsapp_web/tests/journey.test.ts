// A device's life from QR to logout, by the real Baileys.

import assert from "node:assert/strict";
import { test } from "node:test";
import { lidJid, phoneJid } from "../src/node.ts";
import { Device, entry, linked, withStub } from "./device.ts";
import { textOf } from "./text.ts";

const PHONE = "5511999990000";

test("QR, scan, open; a message in, a reply out, ticks, and reading it", async () => {
  await linked(async (stub, device) => {
    const account = stub.people.account(PHONE);
    const ana = stub.people.meet("5511988887777", "Ana");
    assert.equal(device.socket.user?.lid, account.deviceLid);
    assert.ok(account.preKeys.length > 800);

    await stub.deliveries.deliver(account, { from: ana, message: { conversation: "olá" } });
    const got = await device.message("olá");
    assert.equal(got.key.remoteJid, lidJid(ana.lid));
    assert.equal(got.key.remoteJidAlt, phoneJid(ana.phone));
    assert.equal(got.pushName, "Ana");

    const id = await device.send(got.key.remoteJid ?? "", "bom dia");
    assert.equal((await device.next("ack")).error, undefined);
    const reply = await entry(stub, "message", { id });
    assert.deepEqual([reply.contact, reply.text, reply.repeated], [ana.phone, "bom dia", false]);
    assert.equal((await entry(stub, "copy", { id })).text, "bom dia");
    await device.next("update", (update) => update.key.id === id && update.status === 3);
    stub.deliveries.receipt(id, "read");
    await device.next("update", (update) => update.key.id === id && update.status === 4);

    await device.socket.readMessages([got.key]);
    assert.deepEqual((await entry(stub, "receipt", { type: "read" })).ids, [got.key.id]);
    await device.socket.sendPresenceUpdate("composing", got.key.remoteJid ?? "");
    assert.equal((await entry(stub, "presence", { state: "composing" })).contact, ana.phone);
    stub.deliveries.typing(account, ana, "composing");
    await device.next("presence");
  });
});

test("a killed device opens again without a QR, and decrypts what came meanwhile", async () => {
  await linked(async (stub, device) => {
    const account = stub.people.account(PHONE);
    const ana = stub.people.meet("5511988887777", "Ana");
    await stub.deliveries.deliver(account, { from: ana, message: { conversation: "um" } });
    await device.message("um");
    await device.kill();
    await entry(stub, "closed");
    await stub.deliveries.deliver(account, { from: ana, message: { conversation: "dois" } });
    device.connect();
    await device.next("open");
    assert.equal(textOf((await device.message("dois")).message), "dois");
    await stub.deliveries.deliver(account, { from: ana, message: { conversation: "três" } });
    await device.message("três");
    assert.equal(account.logins, 2);
    assert.equal(device.seen.filter((each) => each.name === "qr").length, 0);
  });
});

test("another login with the same keys replaces the first", async () => {
  await linked(async (stub, device) => {
    const second = new Device(stub);
    Object.assign(second.creds, device.creds);
    for (const [name, value] of device.keys) second.keys.set(name, value);
    second.connect();
    await second.next("open");
    await device.next("close", (code) => code === 440);
    await second.kill();
  });
});

test("the phone unlinks the device", async () => {
  await linked(async (stub, device) => {
    stub.unlink(stub.people.account(PHONE));
    await device.next("close", (code) => code === 401);
    device.connect();
    await device.next("close", (code) => code === 401);
    assert.equal((await entry(stub, "refused")).reason, "401");
  });
});

test("the device logs out", async () => {
  await linked(async (stub, device) => {
    await device.socket.logout();
    await entry(stub, "logout");
    assert.equal(stub.people.accounts.size, 0);
  });
});

test("a pairing code is typed into the phone", async () => {
  await withStub(async (stub) => {
    const device = new Device(stub).connect();
    await device.next("qr");
    const code = await device.socket.requestPairingCode(PHONE);
    const asked = await entry(stub, "code");
    assert.equal(asked.phone, PHONE);
    await stub.pairing.enterCode(`${code.slice(0, 4)}-${code.slice(4)}`, PHONE, "Loja");
    await device.next("open");
    assert.equal(device.creds.registered, true);
    assert.equal((await entry(stub, "paired")).account, PHONE);
    await device.kill();
  });
});
