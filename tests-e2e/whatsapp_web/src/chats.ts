// The chats as contacts see them: what the page shows.

import type { proto } from "@whiskeysockets/baileys";
import { describe } from "./content.ts";
import type { Account, Contact } from "./people.ts";

type Status = "sent" | "delivered" | "read" | "played";
const ORDER: readonly string[] = ["sent", "delivered", "read", "played"];
const KEPT = 500;
const TYPING_SECONDS = 10;

export interface ChatMessage {
  readonly id: string;
  /** Inbound: to the linked device, from the contact or the account's own phone. */
  readonly direction: "inbound" | "outbound";
  readonly type: string;
  readonly text: string | null;
  readonly at: string;
  /** Of the journal's entry, for its media. */
  readonly sequence: number | null;
  status: Status;
}

interface Chat {
  readonly account: string;
  readonly contact: Contact;
  readonly messages: ChatMessage[];
  typingUntil: number;
}

export class Chats {
  readonly #chats = new Map<string, Chat>();

  wrote(account: Account, contact: Contact, id: string, message: proto.IMessage): void {
    const { type, text } = describe(message);
    this.#add(account, contact, { id, direction: "inbound", type, text, sequence: null });
  }

  received(account: Account, contact: Contact, id: string, message: proto.IMessage, sequence: number): void {
    const { type, text } = describe(message);
    const chat = this.#add(account, contact, { id, direction: "outbound", type, text, sequence });
    chat.typingUntil = 0;
  }

  typing(account: Account, contact: Contact, isTyping: boolean): void {
    this.#of(account, contact).typingUntil = isTyping ? Date.now() + TYPING_SECONDS * 1000 : 0;
  }

  /** A message has got further; never back. */
  moved(account: Account, contact: Contact, id: string, status: Status): void {
    for (const message of this.#chats.get(keyOf(account, contact))?.messages ?? []) {
      if (message.id !== id || ORDER.indexOf(status) <= ORDER.indexOf(message.status)) continue;
      message.status = status;
    }
  }

  /** An account's chats, the one with the newest message first. */
  list(account: string): Record<string, unknown>[] {
    return [...this.#chats.values()]
      .filter((chat) => chat.account === account && chat.messages.length)
      .map(({ contact, messages, typingUntil }) => ({
        contact: contact.phone,
        name: contact.name,
        messages,
        lastAt: messages.at(-1)?.at ?? "",
        typing: typingUntil > Date.now(),
      }))
      .sort((one, other) => other.lastAt.localeCompare(one.lastAt));
  }

  clear(): void {
    this.#chats.clear();
  }

  #add(account: Account, contact: Contact, message: Omit<ChatMessage, "at" | "status">): Chat {
    const chat = this.#of(account, contact);
    if (chat.messages.some((each) => each.id === message.id && each.direction === message.direction))
      return chat;
    chat.messages.push({ ...message, at: new Date().toISOString(), status: "sent" });
    if (chat.messages.length > KEPT) chat.messages.shift();
    return chat;
  }

  #of(account: Account, contact: Contact): Chat {
    const key = keyOf(account, contact);
    const chat = this.#chats.get(key) ?? { account: account.phone, contact, messages: [], typingUntil: 0 };
    this.#chats.set(key, chat);
    return chat;
  }
}

function keyOf(account: Account, contact: Contact): string {
  return `${account.phone} ${contact.phone}`;
}
