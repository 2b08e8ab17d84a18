// Who there is: simulated contacts, and the accounts whose linked device is the program under test.

import { createHash } from "node:crypto";
import type { BinaryNode } from "@whiskeysockets/baileys";
import type { Connection } from "./connection.ts";
import { lidJid, phoneJid } from "./node.ts";
import { type Bundle, SignalDevice } from "./signal.ts";

/** A simulated customer, with one phone. */
export class Contact {
  readonly phone: string;
  readonly lid: string;
  name: string;
  /** False: the number is not on WhatsApp. */
  registered = true;
  readonly signal: SignalDevice;

  constructor(phone: string, name: string, lid: string = lidOf(phone), signal = new SignalDevice()) {
    this.phone = phone;
    this.name = name;
    this.lid = lid;
    this.signal = signal;
  }
}

/** A WhatsApp account with a linked device, which the program under test is. */
export class Account implements Bundle {
  readonly phone: string;
  readonly lid: string;
  readonly name: string;
  readonly device: number;
  readonly identity: Buffer;
  readonly registration: number;
  readonly noiseKey: Buffer;
  readonly signedPreKey: Bundle["signedPreKey"];
  readonly preKeys: Bundle["preKeys"] = [];
  /** The phone that linked the device. */
  readonly handset: SignalDevice;
  connection: Connection | null = null;
  logins = 0;
  historySent = false;
  /** What was sent and not acknowledged: it comes again at the next login. */
  readonly unacknowledged = new Map<string, BinaryNode>();

  constructor(
    linked: Omit<Bundle, "preKeys"> & { lid: string; name: string; noiseKey: Buffer; handset: SignalDevice },
  ) {
    this.phone = linked.phone;
    this.lid = linked.lid;
    this.name = linked.name;
    this.device = linked.device;
    this.identity = linked.identity;
    this.registration = linked.registration;
    this.noiseKey = linked.noiseKey;
    this.signedPreKey = linked.signedPreKey;
    this.handset = linked.handset;
  }

  get jid(): string {
    return `${this.phone}:${this.device}@s.whatsapp.net`;
  }

  get deviceLid(): string {
    return `${this.lid}:${this.device}@lid`;
  }

  is(user: string): boolean {
    return user === this.phone || user === this.lid;
  }

  /** Send now, and again at each login until the device has acknowledged it. */
  deliver(node: BinaryNode): void {
    this.unacknowledged.set(pendingKey(node.tag, node.attrs), node);
    this.connection?.send(node);
  }

  acknowledge(tag: string, attrs: BinaryNode["attrs"]): void {
    this.unacknowledged.delete(pendingKey(tag, attrs));
  }
}

function pendingKey(tag: string, attrs: BinaryNode["attrs"]): string {
  return tag === "message" ? `${tag} ${attrs.id}` : `${tag} ${attrs.id} ${attrs.type ?? ""}`;
}

export class People {
  readonly accounts = new Map<string, Account>();
  readonly #contacts = new Map<string, Contact>();
  /** The number that each account's newest device got. */
  devices = new Map<string, number>();

  contact(user: string): Contact | undefined {
    return this.#contacts.get(user);
  }

  get contacts(): Contact[] {
    return [...new Set(this.#contacts.values())];
  }

  add(contact: Contact): void {
    this.#contacts.set(contact.phone, contact);
    this.#contacts.set(contact.lid, contact);
  }

  /** Return who has the number, who is made up if nobody does. */
  meet(phone: string, name?: string, lid?: string): Contact {
    let contact = this.#contacts.get(phone);
    if (!contact) {
      contact = new Contact(phone, name ?? phone, lid);
      this.add(contact);
    }
    if (name) contact.name = name;
    return contact;
  }

  /** An account by its phone, or the only one there is. */
  account(phone?: string): Account {
    const [first] = this.accounts.values();
    const account = phone ? this.accounts.get(phone) : this.accounts.size === 1 ? first : undefined;
    if (!account) throw new Error(phone ? `no account ${phone} is linked` : "say which account");
    return account;
  }

  /** The number of an account's next linked device. */
  nextDevice(phone: string): number {
    const next = (this.devices.get(phone) ?? 0) + 1;
    this.devices.set(phone, next);
    return next;
  }

  forget(): void {
    this.#contacts.clear();
  }
}

export function lidOf(phone: string): string {
  const digits = createHash("sha256").update(phone).digest().readBigUInt64BE() % 100_000_000_000_000n;
  return String(100_000_000_000_000n + digits);
}

/** How somebody's address is written, and what is said of the other way to write it. */
export type Addressing = "lid" | "pn" | "lid-only" | "pn-only";

export function addressed(
  who: Contact | Account,
  addressing: Addressing,
): { jid: string; alternative?: string } {
  const [lid, phone] = [lidJid(who.lid), phoneJid(who.phone)];
  switch (addressing) {
    case "lid":
      return { jid: lid, alternative: phone };
    case "pn":
      return { jid: phone, alternative: lid };
    case "lid-only":
      return { jid: lid };
    case "pn-only":
      return { jid: phone };
  }
}
