// What a phone tells a newly linked device of the past: conversations, names, and who has which address.

import { randomBytes } from "node:crypto";
import { deflateSync } from "node:zlib";
import { type BinaryNode, proto } from "@whiskeysockets/baileys";
import { lidJid, phoneJid, SERVER, seconds } from "./node.ts";
import type { Account, Contact } from "./people.ts";
import type { WhatsAppStub } from "./stub.ts";

/** A chat of the past. */
export interface PastChat {
  readonly contact: Contact;
  readonly unread?: number;
  readonly messages: { id: string; fromMe: boolean; text?: string; message?: proto.IMessage; at: number }[];
}

const { HistorySyncType } = proto.HistorySync;

export class History {
  readonly #stub: WhatsAppStub;
  readonly #past = new Map<string, PastChat[]>();
  /** Into how many parts the history is cut. */
  parts = 1;
  /** False: the phone never sends any, as one that is switched off. */
  isSent = true;

  constructor(stub: WhatsAppStub) {
    this.#stub = stub;
  }

  /** What an account's phone will tell of the past. */
  remember(phone: string, chats: PastChat[]): void {
    this.#past.set(phone, chats);
  }

  clear(): void {
    this.#past.clear();
    this.parts = 1;
    this.isSent = true;
  }

  /** Once for each linked device, after its first login. */
  async send(account: Account): Promise<void> {
    if (account.historySent || !this.isSent) return;
    account.historySent = true;
    const chats = this.#past.get(account.phone) ?? [];
    const size = Math.max(1, Math.ceil(chats.length / this.parts));
    const parts = Array.from({ length: this.parts }, (_, part) =>
      chats.slice(part * size, (part + 1) * size),
    );
    for (const [index, part] of parts.entries()) {
      const progress = Math.round(((index + 1) * 100) / parts.length);
      const syncType = index === 0 ? HistorySyncType.INITIAL_BOOTSTRAP : HistorySyncType.RECENT;
      await this.#tell(account, index + 1, {
        syncType,
        chunkOrder: index + 1,
        progress,
        conversations: part.map((chat) => conversation(chat, account)),
        phoneNumberToLidMappings: part.map(({ contact }) => ({
          pnJid: phoneJid(contact.phone),
          lidJid: lidJid(contact.lid),
        })),
      });
    }
    const pushnames = chats.map(({ contact }) => ({ id: lidJid(contact.lid), pushname: contact.name }));
    if (pushnames.length) await this.#tell(account, 1, { syncType: HistorySyncType.PUSH_NAME, pushnames });
  }

  async #tell(account: Account, chunkOrder: number, sync: proto.IHistorySync): Promise<void> {
    const payload = deflateSync(proto.HistorySync.encode(proto.HistorySync.fromObject(sync)).finish());
    await this.#stub.deliveries.deliver(account, {
      from: "handset",
      message: {
        protocolMessage: {
          type: proto.Message.ProtocolMessage.Type.HISTORY_SYNC_NOTIFICATION,
          historySyncNotification: {
            // The two enumerations have the same numbers.
            syncType: sync.syncType as number as proto.Message.HistorySyncType,
            chunkOrder,
            progress: sync.progress ?? 100,
            initialHistBootstrapInlinePayload: payload,
          },
        },
      },
    });
  }

  /** The phone tells that a LID is a phone number's, after the pairing. */
  linkAddresses(account: Account, lid: string, phone: string): void {
    const update = { jid: lidJid(lid), added_profiles: [{ pn: phoneJid(phone) }] };
    const content: BinaryNode = {
      tag: "update",
      attrs: { op_name: "NotificationLinkedProfilesUpdates" },
      content: Buffer.from(JSON.stringify({ data: { xwa2_notify_linked_profiles: update } })),
    };
    const attrs = { from: SERVER, id: randomBytes(8).toString("hex"), t: seconds(), type: "mex" };
    account.deliver({ tag: "notification", attrs, content: [content] });
  }
}

function conversation({ contact, unread = 0, messages }: PastChat, account: Account): proto.IConversation {
  const id = lidJid(contact.lid);
  return {
    id,
    pnJid: phoneJid(contact.phone),
    name: contact.name,
    unreadCount: unread,
    messages: messages.map((each) => ({
      message: {
        key: { remoteJid: id, fromMe: each.fromMe, id: each.id },
        messageTimestamp: each.at,
        pushName: each.fromMe ? account.name : contact.name,
        status: each.fromMe ? proto.WebMessageInfo.Status.READ : null,
        message: each.message ?? { conversation: each.text ?? "" },
      },
    })),
  };
}
