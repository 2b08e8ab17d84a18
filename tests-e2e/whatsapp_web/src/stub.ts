// The whole stub: a WhatsApp of its own on the loopback interface, for one real, unmodified Baileys or many.

import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import type { KeyPair } from "@whiskeysockets/baileys";
import { WebSocketServer } from "ws";
import { makeCertificate } from "./certificate.ts";
import { Chats } from "./chats.ts";
import { Connection } from "./connection.ts";
import { Deliveries } from "./deliveries.ts";
import { Faults } from "./faults.ts";
import { Groups } from "./groups.ts";
import { History } from "./history.ts";
import { Journal } from "./journal.ts";
import { MediaHost } from "./media.ts";
import { Messages } from "./messages.ts";
import { ServerIdentity } from "./noise.ts";
import { Pairing } from "./pairing.ts";
import { type Account, People } from "./people.ts";
import { Questions } from "./questions.ts";

export interface StubOptions {
  readonly root?: KeyPair;
  readonly tls?: { key: string; certificate: string };
  readonly port?: number;
  readonly mediaPort?: number;
  readonly log?: (line: string) => void;
}

export class WhatsAppStub {
  readonly identity: ServerIdentity;
  readonly people = new People();
  readonly journal = new Journal();
  readonly faults = new Faults();
  readonly groups = new Groups();
  readonly chats = new Chats();
  readonly pairing = new Pairing(this.people);
  readonly messages = new Messages(this);
  readonly deliveries = new Deliveries(this);
  readonly questions = new Questions(this);
  readonly history = new History(this);
  readonly media: MediaHost;
  /** What contacts tell by themselves of messages that reach them. */
  receipts: "none" | "delivered" | "read" = "delivered";
  /** Whether the account's privacy lets contacts know that it has read something. */
  readReceipts = true;
  readonly log: (line: string) => void;
  /** Serves WebSockets; whoever makes the stub may answer its other requests. */
  readonly http: Server = createServer();
  readonly #sockets = new WebSocketServer({ noServer: true, maxPayload: 16 * 1024 * 1024 });
  readonly #options: StubOptions;

  constructor(options: StubOptions = {}) {
    this.#options = options;
    this.identity = new ServerIdentity(options.root);
    this.media = new MediaHost(this.faults, options.tls ?? makeCertificate());
    this.log = options.log ?? (() => undefined);
    this.http.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (this.faults.unreachable) return void socket.destroy();
      if (this.faults.overloaded || !request.url?.startsWith("/ws/chat")) {
        socket.end("HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
        return;
      }
      this.#sockets.handleUpgrade(request, socket, head, (webSocket) => new Connection(this, webSocket));
    });
  }

  async start(): Promise<this> {
    await this.media.start(this.#options.mediaPort ?? 0);
    await new Promise<void>((resolve, reject) => {
      this.http.once("error", reject).listen(this.#options.port ?? 0, "127.0.0.1", resolve);
    });
    return this;
  }

  stop(): void {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.http.close();
    this.http.closeAllConnections();
    this.media.stop();
  }

  get port(): number {
    return (this.http.address() as AddressInfo).port;
  }

  get url(): string {
    return `ws://127.0.0.1:${this.port}/ws/chat`;
  }

  /** The phone removes the linked device. */
  unlink(account: Account): void {
    this.people.accounts.delete(account.phone);
    account.connection?.end({
      tag: "stream:error",
      attrs: { code: "401" },
      content: [{ tag: "conflict", attrs: { type: "device_removed" } }],
    });
  }

  /** End the stream with an error; without a code, as when another login has taken the account over. */
  endStream(account: Account, code?: string): void {
    const replaced = [{ tag: "conflict", attrs: { type: "replaced" } }];
    account.connection?.end(
      code && code !== "440"
        ? { tag: "stream:error", attrs: { code } }
        : { tag: "stream:error", attrs: {}, content: replaced },
    );
  }

  /** Forget everything but what has been given to others: the root key, the addresses. */
  reset(): void {
    for (const account of this.people.accounts.values()) account.connection?.drop();
    this.people.accounts.clear();
    this.people.forget();
    this.journal.clear();
    this.faults.clear();
    this.groups.clear();
    this.chats.clear();
    this.history.clear();
    this.media.clear();
    this.messages.received.clear();
    this.pairing.references = 6;
    this.receipts = "delivered";
    this.readReceipts = true;
  }
}
