// What Baileys tells of messages, people and statuses, as lines for the gateway.

import { type BaileysEventMap, proto, type WAMessage } from "@whiskeysockets/baileys";
import type { Delivery } from "./outbox.ts";
import { item, short } from "./plain.ts";
import type { MessageKey, Status } from "./protocol.ts";
import {
  type Contact,
  type LidPair,
  MAX_CONTACTS,
  MAX_MESSAGES,
  MAX_NAME,
  MAX_PAIRS,
  MAX_STATUSES,
} from "./protocol.ts";

type Owner = { session: string; generation: number };
type Events = BaileysEventMap;

/** Messages of a pairing's history that are delivered; the newest come first. */
export const MAX_HISTORY = 20_000;
/** Characters of the messages of one line, unless one alone has more. */
const LINE = 256 * 1024;

const { Type } = proto.Message.ProtocolMessage;
/** What the account's own devices say to each other. It holds keys, and is in no conversation. */
const BETWEEN_DEVICES: ReadonlySet<unknown> = new Set([
  Type.HISTORY_SYNC_NOTIFICATION,
  Type.APP_STATE_SYNC_KEY_SHARE,
  Type.APP_STATE_SYNC_KEY_REQUEST,
  Type.APP_STATE_FATAL_EXCEPTION_NOTIFICATION,
  Type.INITIAL_SECURITY_NOTIFICATION_SETTING_SYNC,
  Type.PEER_DATA_OPERATION_REQUEST_MESSAGE,
  Type.PEER_DATA_OPERATION_REQUEST_RESPONSE_MESSAGE,
  Type.LID_MIGRATION_MAPPING_SYNC,
]);

export function messages(owner: Owner, { messages, type }: Events["messages.upsert"]): Delivery[] {
  const items = messages.filter(isSomebodys).map(item);
  return [...chunks(items)].map((items) => ({ op: "messages", ...owner, type, items }));
}

/** Yields a part of the history; `most` is how many of its messages may still be delivered. */
export function* history(
  owner: Owner,
  event: Events["messaging-history.set"],
  most: number,
): Generator<Delivery> {
  const contacts = event.contacts.map(contact).filter((each) => each !== undefined);
  for (let start = 0; start < contacts.length; start += MAX_CONTACTS) {
    yield { op: "history", ...owner, items: [], contacts: contacts.slice(start, start + MAX_CONTACTS) };
  }
  for (const items of chunks(newest(event.messages.filter(isSomebodys), most).map(item))) {
    yield { op: "history", ...owner, items };
  }
  if (event.progress != null) {
    const progress = Math.min(100, Math.max(0, Math.round(event.progress)));
    yield { op: "history", ...owner, items: [], progress, last: progress === 100 };
  }
  yield* lids(owner, event.lidPnMappings ?? []);
}

export function lids(owner: Owner, mappings: { lid: string; pn: string }[]): Delivery[] {
  const pairs = mappings
    .map(({ lid, pn }): LidPair => ({ lid, phone: pn }))
    .filter(({ lid, phone }) => isAddress(lid) && isAddress(phone));
  const lines: Delivery[] = [];
  for (let start = 0; start < pairs.length; start += MAX_PAIRS) {
    lines.push({ op: "lids", ...owner, pairs: pairs.slice(start, start + MAX_PAIRS) });
  }
  return lines;
}

/** Returns how far messages of the account have come. */
export function updates(owner: Owner, events: Events["messages.update"]): Delivery[] {
  return statuses(
    owner,
    events.map(({ key, update }) => {
      const at = Number(update.messageTimestamp);
      return { key: keyLine(key), status: Number(update.status ?? -1), ...(at > 0 ? { at } : {}) };
    }),
  );
}

/** The same in groups, by member. */
export function receipts(owner: Owner, events: Events["message-receipt.update"]): Delivery[] {
  return statuses(
    owner,
    events.map(({ key, receipt }) => {
      const read = Number(receipt.readTimestamp ?? 0);
      const at = read || Number(receipt.receiptTimestamp ?? 0);
      const participant = receipt.userJid ? { participant: receipt.userJid } : {};
      return { key: keyLine(key), status: read ? 4 : 3, ...participant, ...(at > 0 ? { at } : {}) };
    }),
  );
}

function statuses(owner: Owner, all: Status[]): Delivery[] {
  const items = all.filter(
    ({ key, status, participant }) =>
      key.fromMe &&
      isAddress(key.remoteJid) &&
      isAddress(key.id) &&
      status >= 0 &&
      (!participant || isAddress(participant)),
  );
  const lines: Delivery[] = [];
  for (let start = 0; start < items.length; start += MAX_STATUSES) {
    lines.push({ op: "statuses", ...owner, items: items.slice(start, start + MAX_STATUSES) });
  }
  return lines;
}

function keyLine(key: WAMessage["key"]): MessageKey {
  const line: MessageKey = { remoteJid: key.remoteJid ?? "", id: key.id ?? "", fromMe: key.fromMe ?? false };
  for (const name of ["participant", "remoteJidAlt", "participantAlt"] as const) {
    const value = key[name];
    if (value && isAddress(value)) {
      line[name] = value;
    }
  }
  return line;
}

function contact(each: Events["messaging-history.set"]["contacts"][number]): Contact | undefined {
  const address = (value?: string | null) => (value && isAddress(value) ? value : null);
  if (!isAddress(each.id)) {
    return undefined;
  }
  return {
    id: each.id,
    lid: address(each.lid),
    phone: address(each.phoneNumber),
    name: short(each.name ?? each.verifiedName, MAX_NAME),
    notify: short(each.notify, MAX_NAME),
  };
}

function isSomebodys(message: WAMessage): boolean {
  return (
    !BETWEEN_DEVICES.has(message.message?.protocolMessage?.type) &&
    Boolean(message.key?.remoteJid && message.key.id)
  );
}

function newest(all: WAMessage[], most: number): WAMessage[] {
  return all
    .sort((a, b) => Number(b.messageTimestamp) - Number(a.messageTimestamp))
    .slice(0, Math.max(0, most));
}

/** The protocol's bound for addresses and message ids. */
export function isAddress(text: string): boolean {
  return /^[!-~]{1,128}$/.test(text);
}

function* chunks(items: ReturnType<typeof item>[]): Generator<ReturnType<typeof item>[]> {
  let chunk: ReturnType<typeof item>[] = [];
  let size = 0;
  for (const each of items) {
    const length = JSON.stringify(each).length;
    if (chunk.length === MAX_MESSAGES || (size + length > LINE && chunk.length > 0)) {
      yield chunk;
      chunk = [];
      size = 0;
    }
    chunk.push(each);
    size += length;
  }
  if (chunk.length > 0) {
    yield chunk;
  }
}
