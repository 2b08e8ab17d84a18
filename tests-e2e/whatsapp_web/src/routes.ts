// What the control API can be asked: who there is, what they do, what goes wrong, and what has happened.

import type { proto } from "@whiskeysockets/baileys";
import { attributesOf, type Content, compose, type Side } from "./content.ts";
import type { ReceiptType } from "./deliveries.ts";
import { Faults } from "./faults.ts";
import { lidJid } from "./node.ts";
import { type Account, type Addressing, type Contact, lidOf } from "./people.ts";
import type { WhatsAppStub } from "./stub.ts";

const MAX_WAIT = 60_000;

interface MessageOrder {
  account?: string;
  /** A contact's phone, or "phone": the account's own. */
  from: string;
  chat?: string;
  group?: string;
  id?: string;
  addressing?: Addressing;
  time?: number;
  content: Content;
}

interface HistoryOrder {
  phone: string;
  parts?: number;
  sent?: boolean;
  chats?: {
    phone: string;
    name?: string;
    unread?: number;
    messages: { id: string; fromMe?: boolean; text?: string; message?: proto.IMessage; at: number }[];
  }[];
}

export type Route = (body: never, query: Record<string, string>) => unknown;

export function routesOf(stub: WhatsAppStub): Record<string, Route> {
  const { people, pairing, journal } = stub;
  const meet = (phone: string): Contact => people.meet(phone);
  return {
    "GET /api": () => ({
      webSocketUrl: stub.url,
      root: Buffer.from(stub.identity.root.public).toString("hex"),
      mediaHost: stub.media.host,
      certificate: stub.media.certificate,
      sequence: journal.last,
    }),
    "GET /api/accounts": () => ({ accounts: [...people.accounts.values()].map(accountRead) }),
    "GET /api/contacts": () => ({ contacts: people.contacts.map(contactRead) }),
    "GET /api/chats": (_body: never, query: Record<string, string>) => ({
      chats: stub.chats.list(query.account ?? ""),
    }),
    "GET /api/groups": () => ({
      groups: stub.groups.all.map((group) => ({
        id: group.id,
        account: group.account.phone,
        subject: group.subject,
        members: group.members.map((member) => member.phone),
      })),
    }),
    "GET /api/pairing": () => ({ qrCodes: pairing.openQrCodes, codeRequests: pairing.codeRequests }),
    "POST /api/scan": (body: { qr: string; phone: string; name?: string; lid?: string }) =>
      accountRead(pairing.scan(body.qr, body.phone, body.name, body.lid)),
    "POST /api/code": (body: { code: string; phone: string; name?: string }) =>
      pairing.enterCode(body.code, body.phone, body.name),
    "PUT /api/contacts": (body: { phone: string; name?: string; lid?: string; registered?: boolean }) => {
      const contact = people.meet(body.phone, body.name, body.lid);
      contact.registered = body.registered ?? contact.registered;
      return contactRead(contact);
    },
    "POST /api/messages": async (body: MessageOrder) => ({ id: await deliver(stub, body) }),
    "POST /api/receipts": (body: { id: string; type: ReceiptType; by?: string }) =>
      stub.deliveries.receipt(body.id, body.type, body.by ? meet(body.by) : undefined),
    "POST /api/typing": (body: { account?: string; from: string; state: string }) =>
      stub.deliveries.typing(people.account(body.account), meet(body.from), body.state),
    "POST /api/groups": (body: { account?: string; subject: string; members: string[] }) => {
      const group = stub.groups.create(people.account(body.account), body.subject, body.members.map(meet));
      return { id: group.id };
    },
    "POST /api/groups/change": (body: {
      id: string;
      by: string;
      subject?: string;
      add?: string[];
      remove?: string[];
    }) => {
      const group = stub.groups.get(body.id);
      if (!group) throw new Error(`there is no group ${body.id}`);
      if (body.subject !== undefined) stub.groups.rename(group, body.subject, meet(body.by));
      if (body.add) stub.groups.change(group, "add", body.add.map(meet), meet(body.by));
      if (body.remove) stub.groups.change(group, "remove", body.remove.map(meet), meet(body.by));
    },
    "PUT /api/history": (body: HistoryOrder) => {
      stub.history.parts = body.parts ?? 1;
      stub.history.isSent = body.sent ?? true;
      const chats = (body.chats ?? []).map(({ phone, name, unread, messages }) => ({
        contact: people.meet(phone, name),
        ...(unread !== undefined && { unread }),
        messages: messages.map((each) => ({ ...each, fromMe: each.fromMe ?? false })),
      }));
      stub.history.remember(body.phone, chats);
    },
    "POST /api/addresses": (body: { account?: string; phone: string; lid?: string }) =>
      stub.history.linkAddresses(people.account(body.account), body.lid ?? lidOf(body.phone), body.phone),
    "PATCH /api/faults": (body: Partial<Faults>) => {
      const known = Object.keys(new Faults());
      const unknown = Object.keys(body).find((name) => !known.includes(name));
      if (unknown) throw new Error(`there is no fault ${unknown}`);
      Object.assign(stub.faults, body);
    },
    "DELETE /api/faults": () => stub.faults.clear(),
    "PATCH /api/settings": (body: {
      receipts?: WhatsAppStub["receipts"];
      readReceipts?: boolean;
      qrCodes?: number;
    }) => {
      stub.receipts = body.receipts ?? stub.receipts;
      stub.readReceipts = body.readReceipts ?? stub.readReceipts;
      pairing.references = body.qrCodes ?? pairing.references;
    },
    "POST /api/end": (body: { account?: string; how: "drop" | "unlink" | "stream"; code?: string }) => {
      const account = people.account(body.account);
      if (body.how === "drop") account.connection?.drop();
      else if (body.how === "unlink") stub.unlink(account);
      else stub.endStream(account, body.code);
    },
    "GET /api/journal": async (_body: never, query: Record<string, string>) => {
      const { after = "0", wait = "0", ...filter } = query;
      const entries = await journal.wait(filter, Number(after), Math.min(Number(wait), MAX_WAIT));
      return { entries, sequence: journal.last };
    },
    "POST /api/reset": () => stub.reset(),
  };
}

async function deliver(stub: WhatsAppStub, order: MessageOrder): Promise<string> {
  const { people, media } = stub;
  const account = people.account(order.account);
  const isAccount = order.from === "phone";
  const from = isAccount ? ("handset" as const) : people.meet(order.from);
  const chat = order.chat ? people.meet(order.chat) : undefined;
  if (isAccount && !chat && !order.group) throw new Error("say with whom the phone writes: chat or group");
  const own = lidJid(account.lid);
  const other = from === "handset" ? lidJid(chat?.lid ?? account.lid) : lidJid(from.lid);
  const side: Side = {
    account: own,
    writer: isAccount && order.group ? own : other,
    isAccount,
    ...(order.group && { group: order.group }),
  };
  return await stub.deliveries.deliver(account, {
    from,
    message: compose(order.content, side, media),
    attributes: attributesOf(order.content),
    ...(chat && { chat }),
    ...(order.group && { group: order.group }),
    ...(order.id && { id: order.id }),
    ...(order.addressing && { addressing: order.addressing }),
    ...(order.time && { time: order.time }),
  });
}

function accountRead(account: Account): Record<string, unknown> {
  const { phone, lid, name, device, logins, connection, preKeys, unacknowledged } = account;
  const waiting = unacknowledged.size;
  return {
    phone,
    lid,
    name,
    device,
    logins,
    connected: connection !== null,
    preKeys: preKeys.length,
    waiting,
  };
}

function contactRead({ phone, lid, name, registered }: Contact): Record<string, unknown> {
  return { phone, lid, name, registered };
}
