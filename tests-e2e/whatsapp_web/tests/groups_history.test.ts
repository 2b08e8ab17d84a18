// Group chats, and the past that a phone hands to a new device.

import assert from "node:assert/strict";
import { test } from "node:test";
import { lidJid, phoneJid } from "../src/node.ts";
import { Device, entry, linked, withStub } from "./device.ts";

const PHONE = "5511999990000";
const ANA = "5511988887777";
const BIA = "5511977776666";

test("a group's members write, and all of them get the answer", async () => {
  await linked(async (stub, device) => {
    const account = stub.people.account(PHONE);
    const [ana, bia] = [stub.people.meet(ANA, "Ana"), stub.people.meet(BIA, "Bia")];
    const group = stub.groups.create(account, "Bairro", [ana, bia]);
    for (const [from, text] of [
      [ana, "um"],
      [bia, "dois"],
      [ana, "três"],
    ] as const) {
      await stub.deliveries.deliver(account, { from, group: group.id, message: { conversation: text } });
      const { key } = await device.message(text);
      assert.deepEqual(
        [key.remoteJid, key.participant, key.participantAlt],
        [group.id, lidJid(from.lid), phoneJid(from.phone)],
      );
    }
    assert.equal((await device.socket.groupMetadata(group.id)).subject, "Bairro");
    for (const text of ["bom dia", "boa tarde"]) {
      const id = await device.send(group.id, text);
      for (const contact of [ANA, BIA]) {
        assert.equal((await entry(stub, "message", { id, contact })).text, text);
      }
    }
    stub.groups.rename(group, "Vizinhança", ana);
    const renamed = await device.next("message", (message) => Boolean(message.messageStubType));
    assert.deepEqual(renamed.messageStubParameters, ["Vizinhança"]);
  });
});

test("a phone hands over its history in parts, once", async () => {
  await linked(
    async (stub, device) => {
      // Baileys may put parts together that come at once.
      const told = { progress: 0, ids: [] as unknown[], names: [] as unknown[], phones: [] as unknown[] };
      while (told.ids.length < 3 || told.names.length < 2) {
        const part = await device.next("history");
        told.progress = Math.max(told.progress, part.progress ?? 0);
        told.ids.push(...part.messages.map((each) => each.key.id));
        told.names.push(...part.contacts.flatMap((each) => each.notify ?? []));
        told.phones.push(...part.contacts.flatMap((each) => each.phoneNumber ?? []));
      }
      assert.deepEqual([told.progress, told.ids], [100, ["H1", "H2", "H3"]]);
      assert.deepEqual(told.names, ["Ana", "Bia"]);
      assert.deepEqual(told.phones, [phoneJid(ANA), phoneJid(BIA)]);
      stub.people.account(PHONE).connection?.drop();
      await device.next("close", (code) => code === 428);
      device.connect();
      await device.next("open");
      assert.equal(device.seen.filter((each) => each.name === "history").length, 0);
    },
    (stub) => {
      stub.history.parts = 2;
      const at = 1_700_000_000;
      stub.history.remember(PHONE, [
        {
          contact: stub.people.meet(ANA, "Ana"),
          messages: [
            { id: "H1", fromMe: false, text: "antes", at },
            { id: "H2", fromMe: true, text: "sim", at: at + 60 },
          ],
        },
        { contact: stub.people.meet(BIA, "Bia"), messages: [{ id: "H3", fromMe: false, text: "oi", at }] },
      ]);
    },
  );
});

test("QR codes run out when nobody scans them", async () => {
  await withStub(async (stub) => {
    stub.pairing.references = 2;
    const device = new Device(stub, { qrTimeout: 200 }).connect();
    const [one, two] = [await device.next("qr"), await device.next("qr")];
    assert.notEqual(one, two);
    assert.equal(await device.next("close"), 408);
    assert.throws(() => stub.pairing.scan(two, PHONE), /expired/);
  });
});
