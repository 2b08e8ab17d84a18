// The questions (IQs) that a device asks, and what a server answers.

import type { BinaryNode } from "@whiskeysockets/baileys";
import type { Connection } from "./connection.ts";
import { bytes, child, children, lidJid, number, phoneJid, user } from "./node.ts";
import type { Account } from "./people.ts";
import type { WhatsAppStub } from "./stub.ts";

const TIME_LOCK = "23983697327930364";
const NEW_CHATS = "24503548349331633";

type Answer = (connection: Connection, iq: BinaryNode) => void | Promise<void>;

export class Questions {
  readonly #stub: WhatsAppStub;

  constructor(stub: WhatsAppStub) {
    this.#stub = stub;
  }

  async take(connection: Connection, iq: BinaryNode): Promise<void> {
    const { xmlns = "", type = "" } = iq.attrs;
    const fault = this.#stub.faults.ofQuery(xmlns);
    if (fault?.error) return connection.refuse(iq, fault.error, "as asked");
    if (fault) return;
    const about = children(iq)[0]?.tag ?? "";
    const answer = this.#answers[`${xmlns} ${type} ${about}`] ?? this.#answers[`${xmlns} ${type}`];
    if (answer) return await answer(connection, iq);
    this.#stub.journal.write("query", connection.account?.phone ?? null, { xmlns, type, about });
    connection.answer(iq);
  }

  readonly #answers: Record<string, Answer> = {
    "w:p get ping": (connection, iq) => connection.answer(iq),
    "passive set active": (connection, iq) => {
      connection.answer(iq);
      if (connection.account) void this.#stub.history.send(connection.account);
    },
    "encrypt get count": (connection, iq) => {
      const value = String(accountOf(connection).preKeys.length);
      connection.answer(iq, [{ tag: "count", attrs: { value } }]);
    },
    "encrypt get digest": (connection, iq) => connection.answer(iq, [{ tag: "digest", attrs: {} }]),
    "encrypt get key": (connection, iq) => {
      const account = accountOf(connection);
      const users = children(child(iq, "key")).flatMap(({ attrs: { jid = "" } }) => {
        const signal = account.is(user(jid)) ? account.handset : this.#stub.people.contact(user(jid))?.signal;
        return signal ? [signal.bundle(jid)] : [];
      });
      connection.answer(iq, [{ tag: "list", attrs: {}, content: users }]);
    },
    "encrypt set registration": (connection, iq) => {
      for (const key of children(child(iq, "list"))) {
        accountOf(connection).preKeys.push({ id: number(bytes(key, "id")), value: bytes(key, "value") });
      }
      connection.answer(iq);
    },
    "usync get": (connection, iq) => this.#lookUp(connection, iq),
    "privacy get privacy": (connection, iq) => {
      const value = this.#stub.readReceipts ? "all" : "none";
      const content = [{ tag: "category", attrs: { name: "readreceipts", value } }];
      connection.answer(iq, [{ tag: "privacy", attrs: {}, content }]);
    },
    "privacy set tokens": (connection, iq) => connection.answer(iq),
    "abt get props": (connection, iq) => connection.answer(iq, [{ tag: "props", attrs: { hash: "stub" } }]),
    "blocklist get": (connection, iq) => connection.answer(iq, [{ tag: "list", attrs: {} }]),
    "w:sync:app:state set sync": (connection, iq) => {
      const collections = children(child(iq, "sync")).map((each) => ({
        tag: "collection",
        attrs: { name: each.attrs.name ?? "", version: "0", has_more_patches: "false" },
      }));
      connection.answer(iq, [{ tag: "sync", attrs: {}, content: collections }]);
    },
    "w:m set media_conn": (connection, iq) => {
      const hosts = [
        { tag: "host", attrs: { hostname: this.#stub.media.host, maxContentLengthBytes: "104857600" } },
      ];
      connection.answer(iq, [{ tag: "media_conn", attrs: { auth: "stub", ttl: "300" }, content: hosts }]);
    },
    "w:g2 get query": (connection, iq) => {
      const group = this.#stub.groups.get(iq.attrs.to ?? "");
      if (group) connection.answer(iq, [this.#stub.groups.node(group)]);
      else connection.refuse(iq, "404", "item-not-found");
    },
    "w:g2 get participating": (connection, iq) => {
      const content = this.#stub.groups.of(accountOf(connection)).map((each) => this.#stub.groups.node(each));
      connection.answer(iq, [{ tag: "groups", attrs: {}, content }]);
    },
    "w:mex get query": (connection, iq) => {
      const id = child(iq, "query")?.attrs.query_id ?? "";
      const data = this.#mex(id);
      if (!data) return connection.refuse(iq, "404", "unknown query");
      const content = Buffer.from(JSON.stringify({ data }));
      connection.answer(iq, [{ tag: "result", attrs: {}, content }]);
    },
    "md set link_code_companion_reg": (connection, iq) =>
      this.#stub.pairing.register(connection, iq, this.#stub.journal),
    "md set remove-companion-device": (connection, iq) => {
      const account = accountOf(connection);
      connection.answer(iq);
      this.#stub.people.accounts.delete(account.phone);
      this.#stub.journal.write("logout", account.phone);
    },
  };

  #mex(query: string): Record<string, unknown> | null {
    const { timeLock, newChats } = this.#stub.faults;
    if (query === TIME_LOCK) {
      return {
        xwa2_fetch_account_reachout_timelock: {
          is_active: timeLock.active,
          time_enforcement_ends: String(timeLock.until ?? 0),
          enforcement_type: timeLock.type ?? "DEFAULT",
        },
      };
    }
    if (query !== NEW_CHATS) return null;
    return {
      xwa2_message_capping_info: {
        total_quota: newChats.total,
        used_quota: newChats.used,
        capping_status: "NONE",
      },
    };
  }

  /** Who is on WhatsApp, with which devices, under which other address. */
  #lookUp(connection: Connection, iq: BinaryNode): void {
    const usync = child(iq, "usync");
    const asked = children(child(usync, "query")).map((each) => each.tag);
    const account = accountOf(connection);
    const users = children(child(usync, "list")).map((each) => {
      const typed = children(each)
        .find(({ tag }) => tag === "contact")
        ?.content?.toString();
      const jid = each.attrs.jid ?? phoneJid((typed ?? "").replace(/^\+/, ""));
      return { tag: "user", attrs: { jid }, content: this.#about(account, user(jid), asked) };
    });
    const result = asked.map((tag) => ({ tag, attrs: {} }));
    const attrs = { sid: "", mode: "", context: "", ...usync?.attrs, index: "0", last: "true" };
    connection.answer(iq, [
      {
        tag: "usync",
        attrs,
        content: [
          { tag: "result", attrs: {}, content: result },
          { tag: "list", attrs: {}, content: users },
        ],
      },
    ]);
  }

  #about(account: Account, name: string, asked: string[]): BinaryNode[] {
    const contact = this.#stub.people.contact(name);
    const known = account.is(name) ? account : contact?.registered ? contact : null;
    const devices = known === account ? [0, account.device] : known ? [0] : [];
    const list = devices.map((id) => ({ tag: "device", attrs: { id: String(id), "key-index": "1" } }));
    const about: Record<string, BinaryNode | null> = {
      contact: { tag: "contact", attrs: { type: known ? "in" : "out" } },
      devices: { tag: "devices", attrs: {}, content: [{ tag: "device-list", attrs: {}, content: list }] },
      lid: known && { tag: "lid", attrs: { val: lidJid(known.lid) } },
    };
    return asked.flatMap((tag) => about[tag] ?? []);
  }
}

function accountOf(connection: Connection): Account {
  if (!connection.account) throw new Error("this device is not linked yet");
  return connection.account;
}
