// A linked device as a program of its own: node --import trust.ts tests/echo.ts ws://… Writes its QR code, and then
// answers every text. For tests of the stub from outside.

import { initAuthCreds, makeWASocket, type SignalDataTypeMap } from "@whiskeysockets/baileys";
import { pino } from "pino";
import { textOf } from "./text.ts";

const write = (line: Record<string, unknown>) => process.stdout.write(`${JSON.stringify(line)}\n`);
console.info = () => undefined;
const creds = initAuthCreds();
const kept = new Map<string, unknown>();

function connect(): void {
  const socket = makeWASocket({
    auth: { creds, keys: { get, set } },
    waWebSocketUrl: process.argv[2] ?? "",
    logger: pino({ level: "silent" }),
    markOnlineOnConnect: false,
    getMessage: async () => undefined,
  });
  socket.ev.on("creds.update", (update) => Object.assign(creds, update));
  socket.ev.on("connection.update", ({ qr, connection, lastDisconnect }) => {
    if (qr) write({ qr });
    if (connection === "open") write({ open: true });
    if (connection !== "close") return;
    const error = lastDisconnect?.error as { output?: { statusCode?: number } } | undefined;
    write({ close: error?.output?.statusCode });
    if (error?.output?.statusCode === 515) connect();
  });
  socket.ev.on("messages.upsert", ({ messages }) => {
    for (const { key, message } of messages) {
      const text = textOf(message);
      if (!key.fromMe && text) void socket.sendMessage(key.remoteJid ?? "", { text: `eco: ${text}` });
    }
  });
}

async function get<T extends keyof SignalDataTypeMap>(type: T, ids: string[]) {
  const found = ids.map((id) => [id, kept.get(`${type} ${id}`)]).filter(([, value]) => value);
  return Object.fromEntries(found) as Record<string, SignalDataTypeMap[T]>;
}

async function set(data: Record<string, Record<string, unknown> | undefined>): Promise<void> {
  for (const [type, entries] of Object.entries(data)) {
    for (const [id, value] of Object.entries(entries ?? {})) kept.set(`${type} ${id}`, value);
  }
}

connect();
