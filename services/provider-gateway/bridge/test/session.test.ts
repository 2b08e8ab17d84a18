// A session with the real Baileys, before a WhatsApp that says nothing, or what a test has it say.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { afterEach, beforeEach, test } from "node:test";
import { BufferJSON, initAuthCreds, type WAMessage } from "@whiskeysockets/baileys";
import { WebSocketServer } from "ws";
import { FENCED, type Up } from "../src/protocol.ts";
import { Session } from "../src/session.ts";
import { connect, type Socket } from "../src/socket.ts";
import { eventually, Gateway, OWNER } from "./gateway.ts";

const ME = { id: "5511999990000:1@s.whatsapp.net" };

let gateway: Gateway;
let http: Server;
/** The server's ends of all connections. */
let ends: Duplex[];
let socket: Socket;
beforeEach(async () => {
  gateway = await Gateway.start();
  gateway.read();
  ends = [];
  const sockets = new WebSocketServer({ noServer: true });
  http = createServer();
  http.on("upgrade", (request, end, head) => {
    ends.push(end);
    sockets.handleUpgrade(request, end, head, () => undefined);
  });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
});
afterEach(() => {
  for (const end of ends) {
    end.destroy();
  }
  http.close();
  http.closeAllConnections();
  gateway.close();
});

/** Opens a session of a linked account, which is taken for one that is logged in. */
async function opened(): Promise<Session> {
  const session = started();
  await eventually(() => socket.ws.isOpen);
  socket.ev.emit("connection.update", { connection: "open" });
  return session;
}

function started(): Session {
  const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/`;
  const credentials = JSON.stringify({ ...initAuthCreds(), me: ME, account: {} }, BufferJSON.replacer);
  const open = { op: "open" as const, ...OWNER, credentials };
  return new Session(open, gateway.line, { url, files: "/nowhere" }, () => undefined, {
    make: (...given) => {
      socket = connect(...given);
      return socket;
    },
    drain: 0.2,
  });
}

function message(text: string): WAMessage {
  return { key: { remoteJid: "1@lid", id: text, fromMe: false }, message: { conversation: text } };
}

function closed(): Extract<Up, { op: "connection" }> | undefined {
  return gateway.said.find((line) => line.op === "connection" && line.state === "close") as never;
}

test("what Baileys still gathers when a session is closed is delivered before its end", async () => {
  const session = await opened();
  // From the login until WhatsApp has said everything that happened meanwhile.
  assert.ok(socket.ev.isBuffering());
  socket.ev.emit("messages.upsert", { type: "append", messages: [message("a"), message("b")] });
  session.close();
  await eventually(() => closed() !== undefined);
  assert.deepEqual(
    gateway.said.slice(-2).map((line) => (line.op === "messages" ? line.items.length : line.op)),
    [2, "connection"],
  );
});

test("of a session that another process holds nothing more is delivered", async () => {
  await opened();
  gateway.answer = (line) => (line.op === "keys.set" ? { error: FENCED } : {});
  socket.ev.emit("messages.upsert", { type: "append", messages: [message("a")] });
  await assert.rejects(async () => await socket.authState.keys.set({ "lid-mapping": { a: "1" } }));
  await eventually(() => closed() !== undefined);
  assert.equal(closed()?.reason, FENCED);
  assert.ok(!gateway.said.some((line) => line.op === "messages"));
});

for (const [how, close] of Object.entries({
  "as the gateway asks": (session: Session) => session.close(),
  "as Baileys does that hears nothing": () => void socket.end(undefined),
})) {
  test(`a connection whose other end is silent is closed within two seconds, ${how}`, async () => {
    const session = await opened();
    for (const end of ends) {
      end.pause();
    }
    const began = Date.now();
    close(session);
    await eventually(() => closed() !== undefined);
    assert.ok(Date.now() - began < 2000);
  });
}

test("a session ends though nothing that it stores is answered", async () => {
  const session = await opened();
  gateway.answer = () => undefined;
  socket.ev.emit("creds.update", { accountSyncCounter: 1 });
  session.close();
  await eventually(() => closed() !== undefined);
});

test("nothing is sent over a connection that is closing, and it may be tried again", async () => {
  const session = await opened();
  for (const end of ends) {
    end.pause();
  }
  void socket.end(undefined);
  const content = { kind: "text" as const, text: "hello" };
  await session.send({
    op: "send",
    ...OWNER,
    id: 7,
    messageId: "3EB0A",
    to: "5511988887777@s.whatsapp.net",
    content,
  });
  await eventually(() => gateway.said.some((line) => line.op === "written"));
  const written = gateway.said.find((line) => line.op === "written");
  assert.deepEqual(written, { op: "written", ...OWNER, re: 7, error: "not-open" });
});

test("an answer that is no WebSocket ends the try at once", async () => {
  http.removeAllListeners("upgrade");
  http.on("upgrade", (_request, end) => {
    end.end("HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n\r\n");
  });
  started();
  await eventually(() => closed() !== undefined);
  // Whatever a proxy answers, it does not say that the account is logged out.
  assert.equal(closed()?.code, 503);
});

test("an event that cannot be dealt with ends its own session only", async () => {
  await opened();
  socket.ev.flush();
  socket.ev.emit("presence.update", { id: "1@lid", presences: null as never });
  await eventually(() => closed() !== undefined);
  assert.equal(closed()?.reason, "failed");
});
