// The stub's HTTP API on the loopback interface: what tests and the page say to it, in JSON.

import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { MEDIA_OF } from "./content.ts";
import { type Route, routesOf } from "./routes.ts";
import type { WhatsAppStub } from "./stub.ts";

const MAX_BODY = 150 * 1024 * 1024;
const SCRIPT = "text/javascript; charset=utf-8";
const PAGE: Readonly<Record<string, [file: string, type: string]>> = {
  "/": ["../page/page.html", "text/html; charset=utf-8"],
  "/page/page.css": ["../page/page.css", "text/css; charset=utf-8"],
  "/page/qr-reader.js": ["../node_modules/jsqr/dist/jsQR.js", SCRIPT],
  ...Object.fromEntries(
    ["chats", "devices", "dom", "link", "page", "panes"].map((name) => [
      `/page/${name}.js`,
      [`../page/${name}.js`, SCRIPT],
    ]),
  ),
};
const HEADERS = {
  "content-security-policy": "default-src 'self'; img-src 'self' data: blob:; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
};

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
    const content = await readFile(new URL(page[0], import.meta.url));
    response.writeHead(200, { ...HEADERS, "content-type": page[1] }).end(content);
    return;
  }
  if (request.method === "GET" && pathname.startsWith("/mms/")) {
    // As the media host does, for those who need no TLS to fetch a file.
    return await stub.media.serve(request, response);
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
