// Whatever comes from outside becomes lines that any reader takes, and no secret is among them.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { proto, type WAMessage } from "@whiskeysockets/baileys";
import { contentOf, Unsendable } from "../src/content.ts";
import * as events from "../src/events.ts";
import { nameOf } from "../src/log.ts";
import { item } from "../src/plain.ts";
import { wantsHistory } from "../src/socket.ts";
import { OWNER } from "./gateway.ts";

const key = { remoteJid: "1@lid", remoteJidAlt: "2@s.whatsapp.net", id: "A", fromMe: false };

function message(content: proto.IMessage, more: Partial<WAMessage> = {}): WAMessage {
  return { key, messageTimestamp: 1_700_000_000, message: content, ...more };
}

test("a message is protobuf's JSON with all of its key", () => {
  const image = { mimetype: "image/jpeg", fileLength: 12, mediaKey: new Uint8Array([1, 2]) };
  assert.deepEqual(item(message({ imageMessage: image }, { status: 3 })), {
    key,
    messageTimestamp: "1700000000",
    status: "DELIVERY_ACK",
    message: { imageMessage: { mimetype: "image/jpeg", fileLength: "12", mediaKey: "AQI=" } },
  });
});

test("half a character is replaced", () => {
  const text = JSON.stringify(item(message({ conversation: "a\ud800b" }, { pushName: "\udc00" })));
  assert.ok(text.includes("a\ufffdb"));
  assert.ok(!text.includes("\\ud"));
});

test("what is too long or too deep is only named", () => {
  let deep: proto.IMessage = { conversation: "x" };
  for (let depth = 0; depth < 100; depth += 1) {
    deep = { ephemeralMessage: { message: deep } };
  }
  for (const content of [deep, { conversation: "x".repeat(600_000) }]) {
    assert.deepEqual(item(message(content, { pushName: "Ana" })), {
      key,
      messageTimestamp: "1700000000",
      pushName: "Ana",
      oversized: true,
    });
  }
});

test("what protobuf does not take is only named", () => {
  const content = { imageMessage: "no object" } as unknown as proto.IMessage;
  assert.deepEqual(item(message(content)), {
    key,
    messageTimestamp: "1700000000",
    pushName: "",
    oversized: true,
  });
});

test("what the account's devices say to each other stays in the bridge", () => {
  const { Type } = proto.Message.ProtocolMessage;
  const kept = events.messages(OWNER, {
    type: "notify",
    messages: [
      message({ protocolMessage: { type: Type.APP_STATE_SYNC_KEY_SHARE } }),
      message({ protocolMessage: { type: Type.HISTORY_SYNC_NOTIFICATION } }),
      message({ protocolMessage: { type: Type.REVOKE, key } }),
      message({ conversation: "hello" }),
    ],
  });
  assert.equal(kept.length, 1);
  assert.equal(kept[0]?.op === "messages" && kept[0].items.length, 2);
});

test("the history's newest messages are delivered, in lines of bounded size", () => {
  const messages = Array.from({ length: 500 }, (_, number) =>
    message({ conversation: "x".repeat(1000) }, { messageTimestamp: number }),
  );
  const contacts = [{ id: "1@lid", name: "n".repeat(1000) }, { id: "not an address" }];
  const lines = [
    ...events.history(OWNER, { chats: [], contacts, messages, isLatest: true, progress: 40 }, 300),
  ];
  const items = lines.flatMap((line) => (line.op === "history" ? line.items : []));
  assert.equal(items.length, 300);
  assert.equal(items[0]?.messageTimestamp, "499");
  assert.ok(lines.every((line) => JSON.stringify(line).length < 300_000));
  const last = lines.at(-1);
  assert.ok(last?.op === "history" && last.progress === 40 && last.last === false);
  const [first] = lines;
  assert.equal(first?.op === "history" && first.contacts?.length, 1);
  assert.equal(first?.op === "history" && first.contacts?.[0]?.name?.length, 512);
});

test("parts of the history are read that are small enough, if they say how large they are", () => {
  const { FULL, RECENT, PUSH_NAME, INITIAL_BOOTSTRAP } = proto.HistorySync.HistorySyncType;
  const file = { syncType: RECENT, directPath: "/v/t", fileLength: 8 * 1024 * 1024 };
  assert.ok(wantsHistory(file, true));
  assert.ok(!wantsHistory(file, false));
  assert.ok(!wantsHistory({ ...file, fileLength: 8 * 1024 * 1024 + 1 }, true));
  assert.ok(!wantsHistory({ ...file, fileLength: undefined }, true));
  assert.ok(!wantsHistory({ ...file, syncType: FULL }, true));
  assert.ok(wantsHistory({ ...file, syncType: PUSH_NAME }, false));
  const inline = { syncType: INITIAL_BOOTSTRAP, initialHistBootstrapInlinePayload: new Uint8Array(100) };
  assert.ok(wantsHistory(inline, true));
  const large = new Uint8Array(8 * 1024 * 1024 + 1);
  assert.ok(!wantsHistory({ ...inline, initialHistBootstrapInlinePayload: large, fileLength: 1 }, true));
  // As Baileys asks, before there is any.
  for (const isWanted of [true, false]) {
    assert.ok(wantsHistory({ syncType: RECENT }, isWanted));
    assert.ok(wantsHistory(proto.Message.HistorySyncNotification.create({ syncType: RECENT }), isWanted));
  }
});

test("only statuses of the account's own messages are reported", () => {
  const own = { ...key, fromMe: true };
  const update = { status: 3, messageTimestamp: 5 };
  const lines = events.updates(OWNER, [
    { key: own, update },
    { key, update },
    { key: { ...own, id: "a b" }, update },
    { key: own, update: { messageStubParameters: ["x"] } },
  ]);
  assert.deepEqual(lines, [
    {
      op: "statuses",
      ...OWNER,
      items: [
        {
          key: { remoteJid: "1@lid", id: "A", fromMe: true, remoteJidAlt: "2@s.whatsapp.net" },
          status: 3,
          at: 5,
        },
      ],
    },
  ]);
});

test("only files of the folder for attachments are sent", () => {
  const files = realpathSync(mkdtempSync(join(tmpdir(), "bridge-files-")));
  writeFileSync(join(files, "a.pdf"), "x");
  symlinkSync("/etc/hostname", join(files, "link"));
  mkdirSync(join(files, "folder"));
  writeFileSync(join(files, "folder", "b.pdf"), "x");
  const document = (path: string) =>
    contentOf({ kind: "document", path, mimeType: "application/pdf", fileName: "a.pdf" }, files);
  assert.deepEqual(document(join(files, "a.pdf")), {
    document: { url: join(files, "a.pdf") },
    mimetype: "application/pdf",
    fileName: "a.pdf",
  });
  for (const path of [
    "/etc/hostname",
    join(files, "link"),
    join(files, "folder/b.pdf"),
    join(files, "none"),
    "a.pdf",
  ]) {
    assert.throws(() => document(path), Unsendable);
  }
});

test("an error is named without its message", () => {
  const refused = Object.assign(new Error("5511999990000 said so"), { output: { statusCode: 403 } });
  assert.equal(nameOf(refused), "403");
  assert.equal(nameOf(new TypeError("of a customer")), "TypeError");
  assert.equal(nameOf("of a customer"), "string");
});
