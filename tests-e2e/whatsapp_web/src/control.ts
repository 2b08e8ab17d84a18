// The stub's HTTP API on the loopback interface: what tests and the page say to it, in JSON.

import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { proto } from "@whiskeysockets/baileys";
import { attributesOf, type Content, compose, MEDIA_OF, type Side } from "./content.ts";
import type { ReceiptType } from "./deliveries.ts";
import { Faults } from "./faults.ts";
import { lidJid } from "./node.ts";
import { type Account, type Addressing, type Contact, lidOf } from "./people.ts";
import type { WhatsAppStub } from "./stub.ts";

const MAX_BODY = 150 * 1024 * 1024;
const MAX_WAIT = 60_000;
const PAGE: Readonly<Record<string, [file: string, type: string]>> = {
  "/": ["page.html", "text/html; charset=utf-8"],
  "/page.js": ["page.js", "text/javascript; charset=utf-8"],
  "/page.css": ["page.css", "text/css; charset=utf-8"],
};
const HEADERS = {
  "content-security-policy": "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};

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

type Route = (body: never, query: Record<string, string>) => unknown;

class Refusal extends Error {}

/** Answer the API's requests with the server that the stub's WebSockets come to. */
export function serveControl(stub: WhatsAppStub): void {
  const routes = routesOf(stub);
  stub.http.on("request", (request: IncomingMessage, response: ServerResponse) => {
    answer(stub, routes, request, response).catch((error: Error) => {
      if (!response.headersSent) send(response, 400, { error: error.message });
      else response.destroy();
    });
  });
}

async function answer(
  stub: WhatsAppStub,
  routes: Record<string, Route>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  // Only programs and pages of this machine: no site that a browser shows beside may speak to it.
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? ""))
    throw new Refusal("not this host");
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://stub");
  const page = PAGE[pathname];
  if (page && request.method === "GET") {
    const content = await readFile(new URL(`../page/${page[0]}`, import.meta.url));
    response.writeHead(200, { ...HEADERS, "content-type": page[1] }).end(content);
    return;
  }
  const media = /^\/api\/journal\/(\d+)\/media$/.exec(pathname);
  if (media) {
    const file = mediaOf(stub, Number(media[1]));
    response.writeHead(200, { ...HEADERS, "content-type": "application/octet-stream" }).end(file);
    return;
  }
  const route = routes[`${request.method} ${pathname}`];
  if (!route) return send(response, 404, { error: `there is no ${request.method} ${pathname}` });
  const body = request.method === "GET" ? {} : await readBody(request);
  const result = await route(body as never, Object.fromEntries(searchParams));
  send(response, 200, result ?? {});
}

function routesOf(stub: WhatsAppStub): Record<string, Route> {
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

/** The file of a message that a contact has received. */
function mediaOf(stub: WhatsAppStub, sequence: number): Buffer {
  const entry = stub.journal.find(sequence);
  const type = MEDIA_OF[String(entry?.type)];
  const part = findPart(entry?.message, String(entry?.type));
  if (!type || !part) throw new Error(`no message ${sequence} with media`);
  return stub.media.open(String(part.directPath), Buffer.from(String(part.mediaKey), "base64"), type);
}

/** Find a part of a message, which may be wrapped: a document with a caption, something to be seen once. */
function findPart(message: unknown, name: string): Record<string, unknown> | null {
  if (typeof message !== "object" || message === null) return null;
  for (const [key, value] of Object.entries(message)) {
    if (key === name) return value as Record<string, unknown>;
    if (key === "contextInfo") continue;
    const found = findPart(value, name);
    if (found) return found;
  }
  return null;
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

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY) throw new Refusal("too much");
    chunks.push(chunk);
  }
  if (!size) return {};
  // Browsers send no JSON to other sites without asking first.
  if (!request.headers["content-type"]?.startsWith("application/json")) throw new Refusal("JSON is wanted");
  return JSON.parse(Buffer.concat(chunks).toString());
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { ...HEADERS, "content-type": "application/json" }).end(JSON.stringify(body));
}
