// Makes JSON that any reader takes of what came from outside: bounded in depth and size, well-formed in its texts.

import { Buffer } from "node:buffer";
import { proto, type WAMessage } from "@whiskeysockets/baileys";
import { log, nameOf, placeOf } from "./log.ts";
import type { Json } from "./protocol.ts";

/** Deeper than any message that a client shows; readers of JSON give up at 200. */
const MAX_DEPTH = 64;
/** Characters of one message. What is longer is left out, all but its key. */
const MAX_ITEM = 512 * 1024;

class TooDeep extends Error {}

/** Returns a value as JSON has it: bytes in base64, no unpaired surrogates, nothing undefined. */
export function plain(value: unknown, depth = 0): Json | undefined {
  if (depth > MAX_DEPTH) {
    throw new TooDeep();
  }
  switch (typeof value) {
    case "string":
      return value.isWellFormed() ? value : value.toWellFormed();
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? value : null;
    case "bigint":
      return value.toString();
    case "object":
      break;
    default:
      return undefined;
  }
  if (value === null) {
    return null;
  }
  if (value instanceof Uint8Array) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("base64");
  }
  if (Array.isArray(value)) {
    return value.map((each) => plain(each, depth + 1) ?? null);
  }
  const fields: { [name: string]: Json } = {};
  for (const [name, each] of Object.entries(value)) {
    const field = plain(each, depth + 1);
    if (field !== undefined) {
      fields[name.toWellFormed()] = field;
    }
  }
  return fields;
}

type Item = { [name: string]: Json };

/** Returns a message in protobuf's JSON form, with all that Baileys knows of its key; else its key alone. */
export function item(message: WAMessage): Item {
  const key = plain(message.key) as Item;
  try {
    const decoded = proto.WebMessageInfo.fromObject({ ...message, key: { ...message.key } });
    const whole = {
      ...(plain(
        proto.WebMessageInfo.toObject(decoded, { longs: String, enums: String, bytes: String }),
      ) as Item),
      key,
    };
    if (JSON.stringify(whole).length <= MAX_ITEM) {
      return whole;
    }
  } catch (error) {
    if (!(error instanceof TooDeep || error instanceof RangeError)) {
      log.warn({ error: nameOf(error), where: placeOf(error) }, "message.not_read");
    }
  }
  const at = Number(message.messageTimestamp);
  return {
    key,
    ...(Number.isFinite(at) ? { messageTimestamp: String(at) } : {}),
    pushName: (message.pushName ?? "").toWellFormed().slice(0, 200),
    oversized: true,
  };
}

/** Returns a name that fits, or null. */
export function short(text: string | null | undefined, most: number): string | null {
  return text ? [...text.slice(0, most * 2).toWellFormed()].slice(0, most).join("") : null;
}
