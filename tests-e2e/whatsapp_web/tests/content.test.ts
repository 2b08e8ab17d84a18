// All kinds of messages, both ways, and media with them.

import assert from "node:assert/strict";
import { Agent } from "node:https";
import { test } from "node:test";
import { downloadMediaMessage, type proto, type WAMessage } from "@whiskeysockets/baileys";
import { serveControl } from "../src/control.ts";
import { lidJid, phoneJid } from "../src/node.ts";
import type { WhatsAppStub } from "../src/stub.ts";
import { type Device, entry, linked } from "./device.ts";

const ANA = "5511988887777";
const FILE = Buffer.from("um arquivo qualquer, com conteúdo".repeat(1000));
// As NODE_EXTRA_CA_CERTS does for a whole program.
const trusting = new Agent({ rejectUnauthorized: false });

async function call(stub: WhatsAppStub, path: string, body: Record<string, unknown>) {
  const response = await fetch(`http://127.0.0.1:${stub.port}${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const result = (await response.json()) as Record<string, string>;
  assert.equal(response.status, 200, JSON.stringify(result));
  return result;
}

async function got(
  stub: WhatsAppStub,
  device: Device,
  content: Record<string, unknown>,
  more: Record<string, unknown> = {},
): Promise<WAMessage> {
  const { id } = await call(stub, "/api/messages", { from: ANA, content, ...more });
  return await device.next("message", ({ key }) => key.id === id);
}

test("every kind of message comes in", async () => {
  await linked(async (stub, device) => {
    serveControl(stub);
    stub.people.meet(ANA, "Ana");
    const text = await got(stub, device, { type: "text", text: "oi" });
    const kinds: [Record<string, unknown>, keyof proto.IMessage][] = [
      [{ type: "location", latitude: -23.5, longitude: -46.6, name: "Praça" }, "locationMessage"],
      [{ type: "contacts", name: "Bia", phone: "5511977776666" }, "contactMessage"],
      [
        {
          type: "contacts",
          contacts: [
            { name: "A", phone: "1" },
            { name: "B", phone: "2" },
          ],
        },
        "contactsArrayMessage",
      ],
      [{ type: "poll", question: "Qual?", options: ["a", "b"] }, "pollCreationMessageV3"],
      [{ type: "raw", message: { liveLocationMessage: { degreesLatitude: 1 } } }, "liveLocationMessage"],
      [{ type: "text", text: "uma vez", viewOnce: true }, "viewOnceMessageV2"],
      [{ type: "text", text: "some", ephemeral: true }, "ephemeralMessage"],
    ];
    for (const [content, name] of kinds) {
      assert.ok((await got(stub, device, content)).message?.[name], `${content.type} is no ${name}`);
    }
    const quoting = await got(stub, device, {
      type: "text",
      text: "isto",
      quoted: { id: text.key.id, text: "oi" },
    });
    assert.equal(quoting.message?.extendedTextMessage?.contextInfo?.stanzaId, text.key.id);
    const reaction = await got(stub, device, { type: "reaction", emoji: "👍", messageId: text.key.id });
    assert.equal(reaction.message?.reactionMessage?.key?.fromMe, false);
    const ofOurs = await got(stub, device, {
      type: "reaction",
      emoji: "❤",
      messageId: "3EB0AA",
      ofAccount: true,
    });
    assert.equal(ofOurs.message?.reactionMessage?.key?.fromMe, true);
    const edit = await got(stub, device, { type: "edit", text: "olá", messageId: text.key.id });
    assert.equal(edit.message?.protocolMessage?.editedMessage?.conversation, "olá");
    const gone = await got(stub, device, { type: "delete", messageId: text.key.id });
    assert.equal(gone.message?.protocolMessage?.key?.id, text.key.id);
  });
});

test("media comes in encrypted, and goes out", async () => {
  await linked(
    async (stub, device) => {
      serveControl(stub);
      process.env.NODE_TLS_REJECT_UNAUTHORIZED = "0";
      for (const type of ["image", "video", "audio", "document", "sticker"]) {
        const message = await got(stub, device, { type, data: FILE.toString("base64"), caption: "veja" });
        const context = { logger: undefined as never, reuploadRequest: async (each: WAMessage) => each };
        assert.deepEqual(await downloadMediaMessage(message, "buffer", {}, context), FILE);
      }
      const ana = stub.people.meet(ANA, "Ana");
      const outbound = [
        { document: FILE, mimetype: "application/pdf", fileName: "conta.pdf", caption: "a conta" },
        { audio: FILE, ptt: true, mimetype: "audio/ogg; codecs=opus" },
        { video: FILE, jpegThumbnail: "AAAA" },
      ];
      for (const content of outbound) {
        const sent = await device.socket.sendMessage(lidJid(ana.lid), content as never);
        const received = await entry(stub, "message", { id: sent?.key.id ?? "" });
        const response = await fetch(`http://127.0.0.1:${stub.port}/api/journal/${received.sequence}/media`);
        assert.deepEqual(Buffer.from(await response.arrayBuffer()), FILE);
      }
      stub.faults.media = [{ on: "upload", status: 500 }];
      await assert.rejects(device.socket.sendMessage(lidJid(ana.lid), outbound[0] as never), /upload failed/);
    },
    () => undefined,
    { fetchAgent: trusting },
  );
});

test("a contact's address comes by LID or phone, with the other or alone", async () => {
  await linked(async (stub, device) => {
    serveControl(stub);
    const { lid } = stub.people.meet(ANA, "Ana");
    const [byLid, byPhone] = [lidJid(lid), phoneJid(ANA)];
    const expected = {
      lid: [byLid, byPhone],
      pn: [byPhone, byLid],
      "lid-only": [byLid, undefined],
      "pn-only": [byPhone, undefined],
    };
    for (const [addressing, wanted] of Object.entries(expected)) {
      const { key } = await got(stub, device, { type: "text", text: "oi" }, { addressing });
      assert.deepEqual([key.remoteJid, key.remoteJidAlt], wanted, addressing);
      const reply = await device.send(key.remoteJid ?? "", `a ${addressing}`);
      await entry(stub, "message", { id: reply });
    }
    await call(stub, "/api/addresses", { phone: "5511966665555", lid: "222333444555666" });
    const mapping = await device.next("lids");
    assert.deepEqual(mapping, { lid: "222333444555666@lid", pn: "5511966665555@s.whatsapp.net" });
  });
});

test("the account's own phone writes, and the device learns it", async () => {
  await linked(async (stub, device) => {
    serveControl(stub);
    const { lid } = stub.people.meet(ANA, "Ana");
    const own = await got(stub, device, { type: "text", text: "do celular" }, { from: "phone", chat: ANA });
    assert.deepEqual(
      [own.key.fromMe, own.key.remoteJid, own.key.remoteJidAlt],
      [true, lidJid(lid), phoneJid(ANA)],
    );
    assert.equal(own.message?.conversation, "do celular");
  });
});

test("numbers are looked up", async () => {
  await linked(async (stub, device) => {
    stub.people.meet(ANA, "Ana");
    const found = await device.socket.onWhatsApp(ANA, "5500000000");
    assert.deepEqual(found, [{ jid: phoneJid(ANA), exists: true }]);
  });
});
