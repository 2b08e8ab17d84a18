// What the linked device sends besides questions: messages, which contacts decrypt, receipts, and typing.

import type { BinaryNode, proto } from "@whiskeysockets/baileys";
import { describe } from "./content.ts";
import type { AckFault } from "./faults.ts";
import { bytes, child, children, device, lidJid, phoneJid, SERVER, seconds, user } from "./node.ts";
import type { Account, Contact } from "./people.ts";
import type { SignalDevice } from "./signal.ts";
import type { WhatsAppStub } from "./stub.ts";

/** A message as its receivers know it, for receipts and repeats. */
export interface Received {
  readonly id: string;
  readonly account: Account;
  /** The address that the device sent it to. */
  readonly to: string;
  readonly readers: Contact[];
}

export class Messages {
  readonly #stub: WhatsAppStub;
  readonly received = new Map<string, Received>();
  readonly #seen = new Set<string>();

  constructor(stub: WhatsAppStub) {
    this.#stub = stub;
  }

  async take(account: Account, node: BinaryNode): Promise<void> {
    switch (node.tag) {
      case "message":
        return await this.#takeMessage(account, node);
      case "receipt":
        return await this.#takeReceipt(account, node);
      case "ack":
        account.acknowledge(node.attrs.class ?? "", node.attrs);
        return;
      case "presence":
      case "chatstate": {
        const state = node.attrs.type ?? children(node)[0]?.tag;
        const chat = this.#chat(node.attrs.to);
        this.#stub.journal.write("presence", account.phone, { ...chat, state });
        const contact = this.#stub.people.contact(chat.contact ?? "");
        if (contact) this.#stub.chats.typing(account, contact, state === "composing");
      }
    }
  }

  async #takeMessage(account: Account, node: BinaryNode): Promise<void> {
    const to = node.attrs.to ?? "";
    const chat = this.#chat(to);
    const isOwn = account.is(user(to));
    const fault = isOwn
      ? undefined
      : this.#stub.faults.ofMessage(account.phone, chat.contact ?? chat.group ?? "");
    const isDelivered = fault?.deliver ?? !(fault?.error || fault?.drop);
    const readers = isDelivered ? await this.#distribute(account, node) : [];
    if (fault?.delay) await new Promise((resolve) => setTimeout(resolve, fault.delay));
    this.#acknowledge(account, node, fault);
    if (readers.length)
      this.received.set(node.attrs.id ?? "", { id: node.attrs.id ?? "", account, to, readers });
    const mode = this.#stub.receipts;
    if (readers.length && mode !== "none") this.#stub.deliveries.receipt(node.attrs.id ?? "", "delivered");
    if (readers.length && mode === "read") this.#stub.deliveries.receipt(node.attrs.id ?? "", "read");
  }

  #acknowledge(account: Account, node: BinaryNode, fault: AckFault | undefined): void {
    if (fault?.drop) account.connection?.drop();
    if (fault?.drop || fault?.silent) return;
    const attrs = { class: "message", id: node.attrs.id ?? "", from: node.attrs.to ?? "", t: seconds() };
    account.connection?.send({ tag: "ack", attrs: fault?.error ? { ...attrs, error: fault.error } : attrs });
  }

  /** Let everybody decrypt their copy. Returns the contacts that could. */
  async #distribute(account: Account, node: BinaryNode): Promise<Contact[]> {
    const to = node.attrs.to ?? "";
    const list = child(node, "participants");
    const copies: { jid: string; holder: BinaryNode }[] = list
      ? children(list).map((each) => ({ jid: each.attrs.jid ?? "", holder: each }))
      : [{ jid: to, holder: node }];
    const readers: Contact[] = [];
    for (const { jid, holder } of copies) {
      const sealed = children(holder).find((each) => each.tag === "enc" && each.attrs.type !== "skmsg");
      if (!sealed || account.jid === jid || account.deviceLid === jid) continue;
      const whose = account.is(user(jid)) ? null : this.#stub.people.contact(user(jid));
      if (whose === undefined || device(jid) !== 0) continue;
      const message = await this.#decrypt(account, node, whose?.signal ?? account.handset, sealed, whose);
      if (!message) continue;
      const distribution = message.senderKeyDistributionMessage?.axolotlSenderKeyDistributionMessage;
      if (distribution) {
        await (whose?.signal ?? account.handset).learnSenderKey(account, to, distribution);
      } else if (whose) {
        this.#record(account, node, whose, sealed, message);
        readers.push(whose);
      } else {
        const inner = message.deviceSentMessage?.message ?? message;
        this.#stub.journal.write("copy", account.phone, { id: node.attrs.id, to, ...describe(inner) });
      }
    }
    const group = children(node).find((each) => each.tag === "enc" && each.attrs.type === "skmsg");
    return group ? await this.#distributeToGroup(account, node, group) : readers;
  }

  async #distributeToGroup(account: Account, node: BinaryNode, sealed: BinaryNode): Promise<Contact[]> {
    const readers: Contact[] = [];
    for (const member of this.#stub.groups.get(node.attrs.to ?? "")?.members ?? []) {
      const message = await this.#decrypt(account, node, member.signal, sealed, member);
      if (!message) continue;
      this.#record(account, node, member, sealed, message);
      readers.push(member);
    }
    return readers;
  }

  async #decrypt(
    account: Account,
    node: BinaryNode,
    by: SignalDevice,
    sealed: BinaryNode,
    contact: Contact | null,
  ): Promise<proto.Message | null> {
    const type = sealed.attrs.type ?? "";
    const data = Buffer.from(sealed.content as Uint8Array);
    try {
      return type === "skmsg"
        ? await by.decryptFromGroup(account, node.attrs.to ?? "", data)
        : await by.decrypt(account, { type, data });
    } catch (error) {
      const reason = String(error);
      const details = { id: node.attrs.id, contact: contact?.phone ?? null, encryption: type, reason };
      this.#stub.journal.write("undecryptable", account.phone, details);
      return null;
    }
  }

  #record(account: Account, node: BinaryNode, contact: Contact, sealed: BinaryNode, message: proto.Message) {
    const id = node.attrs.id ?? "";
    const mark = `${id} ${contact.phone}`;
    const { group } = this.#chat(node.attrs.to);
    const { sequence } = this.#stub.journal.write("message", account.phone, {
      id,
      contact: contact.phone,
      to: node.attrs.to,
      group,
      encryption: sealed.attrs.type,
      edit: node.attrs.edit,
      repeated: this.#seen.has(mark),
      ...describe(message),
    });
    this.#seen.add(mark);
    if (!group) this.#stub.chats.received(account, contact, id, message, sequence);
  }

  async #takeReceipt(account: Account, node: BinaryNode): Promise<void> {
    const { id = "", type, to = "", participant } = node.attrs;
    const further = children(child(node, "list")).map((item) => item.attrs.id ?? "");
    const ids = [id, ...further];
    if (type !== "read" && type !== "read-self")
      for (const each of ids) account.acknowledge("message", { id: each });
    account.connection?.send({
      tag: "ack",
      attrs: { class: "receipt", id, from: to, ...(type && { type }), ...(participant && { participant }) },
    });
    const chat = this.#chat(to);
    const details = { ids, to, participant, type: type ?? "delivered", ...chat };
    const contact = this.#stub.people.contact(chat.contact ?? "");
    const status = type === "read" ? "read" : type === "retry" ? null : "delivered";
    if (contact && status) for (const each of ids) this.#stub.chats.moved(account, contact, each, status);
    this.#stub.journal.write("receipt", account.phone, details);
    if (type === "retry") await this.#stub.deliveries.again(account, id, retryBundle(node));
  }

  /** Whose chat an address is. */
  #chat(jid: string | undefined): { contact: string | null; group: string | null } {
    if (!jid || jid === SERVER) return { contact: null, group: null };
    if (jid.endsWith("@g.us")) return { contact: null, group: jid };
    return { contact: this.#stub.people.contact(user(jid))?.phone ?? user(jid), group: null };
  }

  /** The address of a contact in the form that a message was sent to. */
  static addressLike(to: string, contact: Contact): string {
    return to.endsWith("@lid") ? lidJid(contact.lid) : phoneJid(contact.phone);
  }
}

/** The one-time key that a device sends along when it asks for a message again. */
function retryBundle(receipt: BinaryNode): { id: number; value: Buffer } | undefined {
  const key = child(child(receipt, "keys"), "key");
  return key && { id: bytes(key, "id").readUIntBE(0, 3), value: bytes(key, "value") };
}
