// Reading and addressing binary nodes: what WhatsApp's stanzas are made of.

import { type BinaryNode, jidDecode } from "@whiskeysockets/baileys";

export const SERVER = "s.whatsapp.net";

export function children(node: BinaryNode | undefined): BinaryNode[] {
  return Array.isArray(node?.content) ? node.content : [];
}

export function child(node: BinaryNode | undefined, tag: string): BinaryNode | undefined {
  return children(node).find((each) => each.tag === tag);
}

/** The bytes of a child, which must be there. */
export function bytes(node: BinaryNode | undefined, tag: string): Buffer {
  const content = child(node, tag)?.content;
  if (content === undefined || Array.isArray(content)) throw new Error(`no <${tag}> with bytes`);
  return Buffer.from(content as Uint8Array);
}

export function number(data: Uint8Array): number {
  return Buffer.from(data).readUIntBE(0, data.length);
}

/** The part of an address before its server and device; both a phone and a LID. */
export function user(jid: string): string {
  return jidDecode(jid)?.user ?? "";
}

export function device(jid: string): number {
  return jidDecode(jid)?.device ?? 0;
}

export function phoneJid(phone: string): string {
  return `${phone}@${SERVER}`;
}

export function lidJid(lid: string): string {
  return `${lid}@lid`;
}

export function seconds(): string {
  return String(Math.floor(Date.now() / 1000));
}
