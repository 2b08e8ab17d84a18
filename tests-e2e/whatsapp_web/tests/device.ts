// A device as the bridge makes one: the real, unmodified Baileys, with its keys in memory.

import {
  type BaileysEventMap,
  type BinaryNode,
  BufferJSON,
  initAuthCreds,
  makeWASocket,
  type proto,
  type SignalDataTypeMap,
  WA_CERT_DETAILS,
  type WAMessage,
  type WASocket,
} from "@whiskeysockets/baileys";
import { pino } from "pino";
import type { Entry, Kind } from "../src/journal.ts";
import { WhatsAppStub } from "../src/stub.ts";
import { textOf } from "./text.ts";

// libsignal writes sessions to the console.
console.info = () => undefined;
console.warn = () => undefined;
console.error = () => undefined;

const logger = pino({ level: process.env.DEVICE_LOG ?? "silent" });
const TIMEOUT = 15_000;

export interface Events {
  qr: string;
  open: undefined;
  close: number;
  message: WAMessage;
  update: { key: { id?: string | null }; status: number };
  ack: BinaryNode["attrs"];
  history: BaileysEventMap["messaging-history.set"];
  lids: BaileysEventMap["lid-mapping.update"];
  presence: BaileysEventMap["presence.update"];
  timelock: unknown;
}

export class Device {
  creds = initAuthCreds();
  readonly keys = new Map<string, string>();
  readonly seen: { name: keyof Events; value: unknown }[] = [];
  readonly sent = new Map<string, proto.IMessage>();
  #socket: WASocket | null = null;
  readonly #url: string;
  readonly #mediaCheck: Partial<Parameters<typeof makeWASocket>[0]>;
  readonly #waiting = new Set<() => void>();

  constructor(stub: WhatsAppStub, options: Partial<Parameters<typeof makeWASocket>[0]> = {}) {
    this.#url = stub.url;
    this.#mediaCheck = options;
    WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(stub.identity.root.public);
  }

  get socket(): WASocket {
    if (!this.#socket) throw new Error("not connected");
    return this.#socket;
  }

  connect(): this {
    const socket = makeWASocket({
      auth: { creds: this.creds, keys: { get: this.#get, set: this.#set } },
      waWebSocketUrl: this.#url,
      logger,
      markOnlineOnConnect: false,
      getMessage: async (key) => this.sent.get(key.id ?? ""),
      ...this.#mediaCheck,
    });
    this.#socket = socket;
    socket.ev.on("creds.update", (update) => Object.assign(this.creds, update));
    socket.ev.on("connection.update", (update) => {
      if (update.qr) this.#fire("qr", update.qr);
      if (update.reachoutTimeLock) this.#fire("timelock", update.reachoutTimeLock);
      if (update.connection === "open") this.#fire("open", undefined);
      if (update.connection !== "close") return;
      const error = update.lastDisconnect?.error as { output?: { statusCode?: number } } | undefined;
      const code = error?.output?.statusCode ?? 0;
      this.#fire("close", code);
      if (code === 515) this.connect();
    });
    socket.ev.on("messages.upsert", ({ messages }) => {
      for (const message of messages) {
        this.#fire("message", message);
        // A receipt that comes soon is told with the message itself.
        if (message.key.fromMe && message.status) {
          this.#fire("update", { key: message.key, status: message.status });
        }
      }
    });
    socket.ev.on("messages.update", (updates) => {
      for (const { key, update } of updates) this.#fire("update", { key, status: update.status ?? -1 });
    });
    socket.ev.on("messaging-history.set", (history) => this.#fire("history", history));
    socket.ev.on("lid-mapping.update", (mapping) => this.#fire("lids", mapping));
    socket.ev.on("presence.update", (presence) => this.#fire("presence", presence));
    socket.ws.on("CB:ack,class:message", (node: BinaryNode) => this.#fire("ack", node.attrs));
    return this;
  }

  /** Wait for something that has happened, or will, and has not been waited for yet. */
  async next<Name extends keyof Events>(
    name: Name,
    wanted: (value: Events[Name]) => boolean = () => true,
  ): Promise<Events[Name]> {
    const deadline = Date.now() + TIMEOUT;
    for (;;) {
      const index = this.seen.findIndex((each) => each.name === name && wanted(each.value as Events[Name]));
      const [found] = index < 0 ? [] : this.seen.splice(index, 1);
      if (found) return found.value as Events[Name];
      if (Date.now() > deadline)
        throw new Error(`no ${name}; there were ${this.seen.map((each) => each.name)}`);
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          this.#waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, 500);
        this.#waiting.add(wake);
      });
    }
  }

  message(text: string): Promise<WAMessage> {
    return this.next("message", ({ message }) => textOf(message) === text);
  }

  async send(to: string, text: string): Promise<string> {
    const sent = await this.socket.sendMessage(to, { text });
    const id = sent?.key.id ?? "";
    if (sent?.message) this.sent.set(id, sent.message);
    return id;
  }

  /** As when its process is killed: nothing more is said. */
  async kill(): Promise<void> {
    const socket = this.#socket;
    this.#socket = null;
    if (socket?.ws.isOpen) await socket.ws.close();
    socket?.end(undefined);
  }

  #fire<Name extends keyof Events>(name: Name, value: Events[Name]): void {
    this.seen.push({ name, value });
    for (const wake of [...this.#waiting]) wake();
  }

  readonly #get = async <T extends keyof SignalDataTypeMap>(type: T, ids: string[]) => {
    const found: Record<string, SignalDataTypeMap[T]> = {};
    for (const id of ids) {
      const value = this.keys.get(`${type} ${id}`);
      if (value) found[id] = JSON.parse(value, BufferJSON.reviver);
    }
    return found;
  };

  readonly #set = async (data: Record<string, Record<string, unknown> | undefined>) => {
    for (const [type, entries] of Object.entries(data)) {
      for (const [id, value] of Object.entries(entries ?? {})) {
        if (value) this.keys.set(`${type} ${id}`, JSON.stringify(value, BufferJSON.replacer));
        else this.keys.delete(`${type} ${id}`);
      }
    }
  };
}

/** Run something with a stub and a device that is linked and open. */
export async function linked(
  work: (stub: WhatsAppStub, device: Device) => Promise<void>,
  prepare: (stub: WhatsAppStub) => void = () => undefined,
  options: ConstructorParameters<typeof Device>[1] = {},
): Promise<void> {
  await withStub(async (stub) => {
    prepare(stub);
    const device = new Device(stub, options).connect();
    stub.pairing.scan(await device.next("qr"), "5511999990000", "Loja");
    await device.next("open");
    try {
      await work(stub, device);
    } finally {
      await device.kill();
    }
  });
}

export async function withStub(work: (stub: WhatsAppStub) => Promise<void>): Promise<void> {
  const stub = await new WhatsAppStub().start();
  try {
    await work(stub);
  } finally {
    stub.stop();
  }
}

/** Wait for the first entry of the journal that has these details. */
export async function entry(
  stub: WhatsAppStub,
  kind: Kind,
  details: Record<string, string> = {},
): Promise<Entry> {
  const [found] = await stub.journal.wait({ kind, ...details }, 0, TIMEOUT);
  if (!found)
    throw new Error(`no ${kind}; there is ${JSON.stringify(stub.journal.read({}).map((each) => each.kind))}`);
  return found;
}
