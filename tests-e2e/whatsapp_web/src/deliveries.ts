// What reaches the linked device: messages of contacts, groups and its own phone, receipts, typing.

import { randomBytes } from "node:crypto";
import type { BinaryNode, proto } from "@whiskeysockets/baileys";
import { Messages } from "./messages.ts";
import { lidJid, phoneJid, seconds } from "./node.ts";
import { type Account, type Addressing, addressed, type Contact } from "./people.ts";
import type { WhatsAppStub } from "./stub.ts";

export interface Delivery {
  /** Who writes: a contact, or the account's own phone. */
  readonly from: Contact | "handset";
  /** With whom the account's phone writes, where it is that. */
  readonly chat?: Contact;
  readonly group?: string;
  readonly message: proto.IMessage;
  readonly id?: string;
  readonly addressing?: Addressing;
  /** Seconds since 1970. */
  readonly time?: number;
  /** Further attributes of the stanza, such as `edit`. */
  readonly attributes?: Record<string, string>;
}

export type ReceiptType = "delivered" | "read" | "played" | "retry";

export class Deliveries {
  readonly #stub: WhatsAppStub;
  readonly #sent = new Map<string, { account: Account; delivery: Delivery; times: number }>();
  /** Ciphers count, so that messages go out in the order in which they were encrypted. */
  #work: Promise<unknown> = Promise.resolve();

  constructor(stub: WhatsAppStub) {
    this.#stub = stub;
  }

  /** Deliver a message now, or at the next login. Returns its id. */
  deliver(account: Account, delivery: Delivery): Promise<string> {
    const id = delivery.id ?? randomBytes(16).toString("hex").toUpperCase();
    const work = this.#work.then(async () => {
      this.#sent.set(`${account.phone} ${id}`, { account, delivery: { ...delivery, id }, times: 0 });
      account.deliver(await this.#stanza(account, delivery, id, 0));
      const contact = delivery.from === "handset" ? delivery.chat : delivery.from;
      if (contact && !delivery.group) this.#stub.chats.wrote(account, contact, id, delivery.message);
      return id;
    });
    this.#work = work.catch(() => undefined);
    return work;
  }

  /** The device could not decrypt a message: begin a new session, and send it once more. */
  async again(
    account: Account,
    id: string,
    preKey: { id: number; value: Buffer } | undefined,
  ): Promise<void> {
    const known = this.#sent.get(`${account.phone} ${id}`);
    if (!known || known.times >= 5) return;
    known.times += 1;
    const { from } = known.delivery;
    (from === "handset" ? account.handset : from.signal).forget(account);
    if (preKey) account.preKeys.unshift(preKey);
    account.deliver(await this.#stanza(account, known.delivery, id, known.times));
  }

  async #stanza(account: Account, delivery: Delivery, id: string, times: number): Promise<BinaryNode> {
    const { from, message, group } = delivery;
    const signal = from === "handset" ? account.handset : from.signal;
    const attrs: Record<string, string> = {
      id,
      t: delivery.time ? String(delivery.time) : seconds(),
      type: isMedia(message) ? "media" : "text",
      ...(from === "handset" ? ownAddress(account, delivery) : contactAddress(from, delivery)),
      ...delivery.attributes,
    };
    const seal = (sealed: { type: string; data: Buffer }): BinaryNode => ({
      tag: "enc",
      attrs: { v: "2", type: sealed.type, ...(times && { count: String(times) }) },
      content: sealed.data,
    });
    if (group) {
      const { key, body } = await signal.encryptForGroup(account, group, message);
      return { tag: "message", attrs, content: key ? [seal(key), seal(body)] : [seal(body)] };
    }
    const told: proto.IMessage =
      from === "handset" && delivery.chat
        ? { deviceSentMessage: { destinationJid: attrs.recipient ?? "", message } }
        : message;
    return { tag: "message", attrs, content: [seal(await signal.encrypt(account, told))] };
  }

  /** Contacts tell that a message has reached them, or was read. */
  receipt(id: string, type: ReceiptType, by?: Contact): void {
    const known = this.#stub.messages.received.get(id);
    if (!known) throw new Error(`no contact has received ${id}`);
    for (const reader of by ? [by] : known.readers) {
      if (type !== "retry") this.#stub.chats.moved(known.account, reader, id, type);
      const isGroup = known.to.endsWith("@g.us");
      const attrs: Record<string, string> = {
        from: isGroup ? known.to : Messages.addressLike(known.to, reader),
        id,
        t: seconds(),
        ...(isGroup && { participant: lidJid(reader.lid) }),
        ...(type !== "delivered" && { type }),
      };
      if (type !== "retry") {
        known.account.deliver({ tag: "receipt", attrs });
        continue;
      }
      // As when the contact could not decrypt it: the device is to begin a new session and repeat it.
      reader.signal.forget(known.account);
      const retry = { tag: "retry", attrs: { id, count: "1", t: seconds(), v: "1" } };
      known.account.deliver({ tag: "receipt", attrs, content: [retry] });
    }
  }

  typing(account: Account, from: Contact, state: string): void {
    const media: Record<string, string> = state === "recording" ? { media: "audio" } : {};
    const tag = state === "recording" ? "composing" : state;
    const attrs = { from: lidJid(from.lid) };
    account.connection?.send({ tag: "chatstate", attrs, content: [{ tag, attrs: media }] });
  }
}

function contactAddress(from: Contact, { group, addressing = "lid" }: Delivery): Record<string, string> {
  const { jid, alternative } = addressed(from, addressing);
  const isLid = jid.endsWith("@lid");
  const side = group ? "participant" : "sender";
  return {
    notify: from.name,
    addressing_mode: isLid ? "lid" : "pn",
    ...(group ? { from: group, participant: jid } : { from: jid }),
    ...(alternative && { [isLid ? `${side}_pn` : `${side}_lid`]: alternative }),
  };
}

function ownAddress(account: Account, { chat, group, addressing = "lid" }: Delivery): Record<string, string> {
  const isLid = addressing.startsWith("lid");
  const own = isLid ? lidJid(account.lid) : phoneJid(account.phone);
  const mode = { addressing_mode: isLid ? "lid" : "pn" };
  if (group) {
    const alternative = isLid ? "participant_pn" : "participant_lid";
    const other = isLid ? phoneJid(account.phone) : lidJid(account.lid);
    return { ...mode, from: group, participant: own, [alternative]: other };
  }
  // Without a chat it is about the account itself: its history, its keys.
  if (!chat) return { from: own, category: "peer" };
  const { jid, alternative } = addressed(chat, addressing);
  return {
    ...mode,
    from: own,
    recipient: jid,
    ...(alternative && { [isLid ? "peer_recipient_pn" : "peer_recipient_lid"]: alternative }),
  };
}

function isMedia(message: proto.IMessage): boolean {
  return !(
    message.conversation ||
    message.extendedTextMessage ||
    message.protocolMessage ||
    message.reactionMessage
  );
}
