// A session's Signal keys, which the gateway stores: read and written over the line, the newest of them remembered.
// A write that is refused ends the session, since what it holds would be ahead of what is stored.

import {
  BufferJSON,
  proto,
  type SignalDataSet,
  type SignalDataTypeMap,
  type SignalKeyStore,
} from "@whiskeysockets/baileys";
import { type Line, Refused } from "./line.ts";
import { type Json, type KeyEntry, MAX_KEYS_READ, MAX_KEYS_WRITTEN, TOO_LONG } from "./protocol.ts";

/** Values remembered for a session, of up to `REMEMBERED_VALUE` characters each. */
const REMEMBERED = 400;
const REMEMBERED_VALUE = 16 * 1024;
/** Characters of one write: well below a line. */
const WRITTEN = 3 * 1024 * 1024;

export type Owner = { session: string; generation: number };

export class Keys implements SignalKeyStore {
  readonly #line: Line;
  readonly #owner: Owner;
  readonly #failed: (reason: string) => void;
  readonly #remembered = new Map<string, string>();
  /** For each read that is under way what was written since it was asked: its answer may be older. */
  readonly #reads = new Set<Set<string>>();

  constructor(line: Line, owner: Owner, failed: (reason: string) => void) {
    this.#line = line;
    this.#owner = owner;
    this.#failed = failed;
  }

  async get<Kind extends keyof SignalDataTypeMap>(kind: Kind, ids: string[]) {
    const texts = new Map<string, string>();
    const missing: string[] = [];
    for (const id of new Set(ids)) {
      const text = this.#remembered.get(`${kind}/${id}`);
      if (text === undefined) {
        missing.push(id);
      } else {
        this.#remember(kind, id, text);
        texts.set(id, text);
      }
    }
    const written = new Set<string>();
    this.#reads.add(written);
    try {
      for (let start = 0; start < missing.length; start += MAX_KEYS_READ) {
        for (const [id, text] of await this.#read(kind, missing.slice(start, start + MAX_KEYS_READ))) {
          if (!written.has(`${kind}/${id}`)) {
            this.#remember(kind, id, text);
          }
          texts.set(id, text);
        }
      }
    } finally {
      this.#reads.delete(written);
    }
    const found: { [id: string]: SignalDataTypeMap[Kind] } = {};
    for (const [id, text] of texts) {
      const value = JSON.parse(text, BufferJSON.reviver);
      found[id] = kind === "app-state-sync-key" ? proto.Message.AppStateSyncKeyData.fromObject(value) : value;
    }
    return found;
  }

  async set(data: SignalDataSet): Promise<void> {
    let entries: KeyEntry[] = [];
    let size = 0;
    for (const [kind, values] of Object.entries(data)) {
      for (const [id, value] of Object.entries(values ?? {})) {
        const text =
          value === null || value === undefined ? null : JSON.stringify(value, BufferJSON.replacer);
        for (const written of this.#reads) {
          written.add(`${kind}/${id}`);
        }
        if (text === null) {
          this.#remembered.delete(`${kind}/${id}`);
        } else if (kind !== "pre-key") {
          this.#remember(kind, id, text);
        }
        size += text?.length ?? 0;
        if (entries.length === MAX_KEYS_WRITTEN || (size > WRITTEN && entries.length > 0)) {
          await this.write(entries);
          entries = [];
          size = text?.length ?? 0;
        }
        entries.push(text === null ? { kind, id } : { kind, id, value: text });
      }
    }
    if (entries.length > 0) {
      await this.write(entries);
    }
  }

  /** Stores entries as they are. */
  async write(entries: KeyEntry[]): Promise<void> {
    try {
      await this.#line.ask({ op: "keys.set", ...this.#owner, entries });
    } catch (error) {
      this.#failed(error instanceof Refused ? error.reason : "storage");
      throw error;
    }
  }

  async #read(kind: string, ids: string[]): Promise<[string, string][]> {
    try {
      const values = await this.#line.ask({ op: "keys.get", ...this.#owner, kind, ids });
      return Object.entries((values ?? {}) as { [id: string]: Json }).filter(
        (entry): entry is [string, string] => typeof entry[1] === "string",
      );
    } catch (error) {
      if (error instanceof Refused && error.reason === TOO_LONG && ids.length > 1) {
        const half = Math.ceil(ids.length / 2);
        return [
          ...(await this.#read(kind, ids.slice(0, half))),
          ...(await this.#read(kind, ids.slice(half))),
        ];
      }
      throw error;
    }
  }

  #remember(kind: string, id: string, text: string): void {
    const name = `${kind}/${id}`;
    this.#remembered.delete(name);
    if (text.length > REMEMBERED_VALUE) {
      return;
    }
    this.#remembered.set(name, text);
    if (this.#remembered.size > REMEMBERED) {
      for (const oldest of this.#remembered.keys()) {
        this.#remembered.delete(oldest);
        break;
      }
    }
  }
}
