// One WebSocket of the program under test: its handshake, its registration or login, and its stanzas.

import { type BinaryNode, decodeBinaryNode, encodeBinaryNode, type proto } from "@whiskeysockets/baileys";
import type { WebSocket } from "ws";
import { SERVER, seconds } from "./node.ts";
import { NoiseResponder } from "./noise.ts";
import type { Account } from "./people.ts";
import type { WhatsAppStub } from "./stub.ts";

export class Connection {
  account: Account | null = null;
  readonly #stub: WhatsAppStub;
  readonly #socket: WebSocket;
  readonly #noise: NoiseResponder;
  readonly #closing: (() => void)[] = [];
  #linking: Account | null = null;
  #isOpen = false;
  #work: Promise<void> = Promise.resolve();

  constructor(stub: WhatsAppStub, socket: WebSocket) {
    this.#stub = stub;
    this.#socket = socket;
    this.#noise = new NoiseResponder(stub.identity);
    socket.on("message", (data: Buffer) => {
      // One after the other: ciphers count their frames.
      this.#work = this.#work.then(() => this.#receive(data)).catch((error: Error) => this.#fail(error));
    });
    socket.on("error", () => socket.terminate());
    socket.on("close", () => {
      for (const closed of this.#closing) closed();
      if (this.account?.connection !== this) return;
      this.account.connection = null;
      stub.journal.write("closed", this.account.phone);
    });
  }

  get clientKey(): Buffer {
    return this.#noise.clientKey;
  }

  /** The keys that a device introduces itself with before it is linked. */
  get registration(): proto.ClientPayload.IDevicePairingRegistrationData {
    const data = this.#noise.payload?.devicePairingData;
    if (!data) throw new Error("this device is linked already");
    return data;
  }

  onClose(call: () => void): void {
    this.#closing.push(call);
  }

  send(node: BinaryNode): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(this.#noise.seal(encodeBinaryNode(node)));
  }

  /** The result of a question. */
  answer(iq: BinaryNode, content?: BinaryNode[]): void {
    const attrs = { from: SERVER, type: "result", id: iq.attrs.id ?? "" };
    this.send(content ? { tag: "iq", attrs, content } : { tag: "iq", attrs });
  }

  refuse(iq: BinaryNode, code: string, text: string): void {
    const attrs = { from: SERVER, type: "error", id: iq.attrs.id ?? "" };
    this.send({ tag: "iq", attrs, content: [{ tag: "error", attrs: { code, text } }] });
  }

  /** Say a last thing, and close when it has had time to arrive. */
  end(last?: BinaryNode): void {
    if (last) this.send(last);
    setTimeout(() => this.#socket.close(), 20);
  }

  /** As when a cable is pulled. */
  drop(): void {
    this.#socket.terminate();
  }

  awaitConfirmation(account: Account): void {
    this.#linking = account;
  }

  async #receive(data: Buffer): Promise<void> {
    for (const frame of this.#noise.frames(data)) {
      if (this.#isOpen) {
        await this.#take(await decodeBinaryNode(this.#noise.open(frame)));
        continue;
      }
      const answer = this.#noise.shake(frame);
      if (answer) this.#socket.send(answer);
      else this.#enter();
    }
  }

  #enter(): void {
    this.#isOpen = true;
    const payload = this.#noise.payload;
    if (payload?.devicePairingData) {
      this.#stub.pairing.offer(this);
      this.#stub.journal.write("registration", null);
      return;
    }
    const phone = String(payload?.username ?? "");
    const account = this.#stub.people.accounts.get(phone);
    const fault = this.#stub.faults.ofLogin(phone);
    const isKnown = account?.device === payload?.device && account?.noiseKey.equals(this.clientKey);
    if (fault || !account || !isKnown) {
      const reason = fault?.reason ?? "401";
      this.#stub.journal.write("refused", phone, { reason });
      this.end({ tag: "failure", attrs: { reason, location: "stub" } });
      return;
    }
    account.connection?.end({
      tag: "stream:error",
      attrs: {},
      content: [{ tag: "conflict", attrs: { type: "replaced" } }],
    });
    account.connection = this;
    account.logins += 1;
    this.account = account;
    this.#welcome(account);
  }

  #welcome(account: Account): void {
    this.send({
      tag: "success",
      attrs: { t: seconds(), lid: account.deviceLid, props: "27", location: "stub", creation: "0" },
    });
    const waiting = [...account.unacknowledged.values()];
    for (const node of waiting) this.send({ ...node, attrs: { ...node.attrs, offline: "1" } });
    const count = String(waiting.length);
    this.send({ tag: "ib", attrs: { from: SERVER }, content: [{ tag: "offline", attrs: { count } }] });
    this.#stub.journal.write("login", account.phone, { logins: account.logins, waiting: waiting.length });
  }

  async #take(node: BinaryNode): Promise<void> {
    if (node.tag === "iq" && node.attrs.type === "result") {
      if (node.attrs.id === "pair-success" && this.#linking) this.#confirm(this.#linking);
    } else if (node.tag === "iq") {
      await this.#stub.questions.take(this, node);
    } else if (this.account) {
      await this.#stub.messages.take(this.account, node);
    }
  }

  #confirm(account: Account): void {
    this.#linking = null;
    this.#stub.people.accounts.get(account.phone)?.connection?.end({
      tag: "stream:error",
      attrs: { code: "401" },
      content: [{ tag: "conflict", attrs: { type: "device_removed" } }],
    });
    this.#stub.people.accounts.set(account.phone, account);
    this.#stub.journal.write("paired", account.phone, { device: account.device });
    this.end({ tag: "stream:error", attrs: { code: "515" } });
  }

  #fail(error: Error): void {
    this.#stub.log(`a connection ends: ${error.stack ?? error.message}`);
    this.#socket.terminate();
  }
}
