// What a session has sent, kept for phones that could not decrypt it and ask again (retry receipts): for two to
// three days, also over a restart, in a bounded number of the session's keys.
//
// A message has one of `SLOTS` places of its day, by a hash of its id; two that share one leave the newer. Of four
// rings of days three are in use, and the fourth is emptied before its day comes.

import { createHash } from "node:crypto";
import { proto } from "@whiskeysockets/baileys";
import type { Keys } from "./keys.ts";
import type { Line } from "./line.ts";
import type { KeyEntry } from "./protocol.ts";

const KIND = "sent";
const SLOTS = 1000;
const RINGS = 4;
const DAY = 24 * 60 * 60 * 1000;
/** Bytes of a message that is kept: without a large preview it has a few hundred. */
const MAX_MESSAGE = 128 * 1024;

export class Sent {
  readonly #keys: Keys;
  readonly #line: Line;
  readonly #owner: { session: string; generation: number };
  /** The last day whose ring was prepared; undefined until it is known. */
  #day: Promise<number> | undefined;

  constructor(keys: Keys, line: Line, owner: { session: string; generation: number }) {
    this.#keys = keys;
    this.#line = line;
    this.#owner = owner;
  }

  /** Keeps a message that was sent. */
  async keep(id: string, message: proto.IMessage, now: number): Promise<void> {
    const bytes = proto.Message.encode(message).finish();
    if (bytes.length > MAX_MESSAGE) {
      return;
    }
    const today = Math.floor(now / DAY);
    const prepared = (this.#day ?? this.#read()).then((day) => this.#prepare(day, today));
    this.#day = prepared;
    try {
      await prepared;
    } catch (error) {
      // The next message asks again.
      if (this.#day === prepared) {
        this.#day = undefined;
      }
      throw error;
    }
    const value = JSON.stringify({ id, message: Buffer.from(bytes).toString("base64") });
    await this.#keys.write([{ kind: KIND, id: place(today, id), value }]);
  }

  /** Returns a message that was sent, if it is still kept. */
  async find(id: string, now: number): Promise<proto.IMessage | undefined> {
    const today = Math.floor(now / DAY);
    const ids = [0, 1, 2].map((days) => place(today - days, id));
    const found = await this.#line.ask({ op: "keys.get", ...this.#owner, kind: KIND, ids });
    for (const text of Object.values(found ?? {})) {
      const kept = JSON.parse(String(text));
      if (kept.id === id) {
        return proto.Message.decode(Buffer.from(kept.message, "base64"));
      }
    }
    return undefined;
  }

  async #read(): Promise<number> {
    const found = await this.#line.ask({ op: "keys.get", ...this.#owner, kind: KIND, ids: ["day"] });
    return Number((found as { day?: string } | null)?.day ?? 0);
  }

  /** Empties the rings that the days since then will use, and returns today. */
  async #prepare(day: number, today: number): Promise<number> {
    if (day >= today) {
      return day;
    }
    // Nothing was ever kept, when there is no day.
    for (let each = day ? Math.max(day + 1, today - RINGS + 1) : today + 1; each <= today; each += 1) {
      const ring = (each + 1) % RINGS;
      const emptied: KeyEntry[] = Array.from({ length: SLOTS }, (_, slot) => ({
        kind: KIND,
        id: `${ring}.${slot}`,
      }));
      await this.#keys.write(emptied);
    }
    await this.#keys.write([{ kind: KIND, id: "day", value: String(today) }]);
    return today;
  }
}

function place(day: number, id: string): string {
  const slot = createHash("sha256").update(id).digest().readUInt32BE(0) % SLOTS;
  return `${day % RINGS}.${slot}`;
}
