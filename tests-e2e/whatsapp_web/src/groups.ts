// Group chats: who is in them, what they are called, and what members are told of changes.

import { randomBytes } from "node:crypto";
import type { BinaryNode } from "@whiskeysockets/baileys";
import { lidJid, phoneJid, seconds } from "./node.ts";
import type { Account, Contact } from "./people.ts";

export interface Group {
  readonly id: string;
  subject: string;
  readonly account: Account;
  members: Contact[];
  readonly created: string;
}

export class Groups {
  readonly #groups = new Map<string, Group>();

  create(account: Account, subject: string, members: Contact[]): Group {
    const id = `1203630${Array.from(randomBytes(11), (each) => each % 10).join("")}@g.us`;
    const group = { id, subject, account, members, created: seconds() };
    this.#groups.set(id, group);
    return group;
  }

  get(id: string): Group | undefined {
    return this.#groups.get(id);
  }

  of(account: Account): Group[] {
    return [...this.#groups.values()].filter((group) => group.account.phone === account.phone);
  }

  get all(): Group[] {
    return [...this.#groups.values()];
  }

  clear(): void {
    this.#groups.clear();
  }

  /** A member changes the subject. */
  rename(group: Group, subject: string, by: Contact): void {
    group.subject = subject;
    this.#tell(group, by, { tag: "subject", attrs: { subject, s_t: seconds() } });
  }

  /** A member adds or removes others. */
  change(group: Group, what: "add" | "remove", who: Contact[], by: Contact): void {
    const changed = new Set(who);
    group.members = group.members.filter((member) => !changed.has(member));
    if (what === "add") group.members.push(...who);
    const participants = who.map((each) => ({
      tag: "participant",
      attrs: { jid: lidJid(each.lid), phone_number: phoneJid(each.phone) },
    }));
    this.#tell(group, by, { tag: what, attrs: {}, content: participants });
  }

  node(group: Group): BinaryNode {
    const { account, members } = group;
    const member = (who: Account | Contact): BinaryNode => ({
      tag: "participant",
      attrs: { jid: lidJid(who.lid), phone_number: phoneJid(who.phone) },
    });
    return {
      tag: "group",
      attrs: {
        id: group.id.split("@")[0] ?? "",
        subject: group.subject,
        addressing_mode: "lid",
        creation: group.created,
        s_t: group.created,
        creator: lidJid(members[0]?.lid ?? account.lid),
        size: String(members.length + 1),
      },
      content: [account, ...members].map(member),
    };
  }

  #tell(group: Group, by: Contact, change: BinaryNode): void {
    const attrs = {
      from: group.id,
      id: randomBytes(8).toString("hex"),
      t: seconds(),
      type: "w:gp2",
      participant: lidJid(by.lid),
      participant_pn: phoneJid(by.phone),
      notify: by.name,
    };
    group.account.deliver({ tag: "notification", attrs, content: [change] });
  }
}
