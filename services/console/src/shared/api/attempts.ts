/**
 * A request that creates something and got no answer may have been done: the same request again carries the same
 * `Idempotency-Key`, so that a click, or a second try after a lost answer, creates nothing twice.
 */

import { codeOf } from "./transport";

type Send = (request: Request) => Promise<Response>;

/** Long enough for somebody to try again; after that, the same request is meant anew. */
const KEPT_MS = 10 * 60_000;
const UNDECIDED = new Set([502, 503, 504]);

interface Attempt {
  key: string;
  at: number;
}

/** Returns `send` with a key for each POST of JSON that names none, the same one until there is an answer. */
export function withAttempts(send: Send, now: () => number = Date.now): Send {
  const open = new Map<string, Attempt>();
  return async (request) => {
    const what = await identityOf(request);
    if (what === undefined) return send(request);
    for (const [other, { at }] of open) if (now() - at >= KEPT_MS) open.delete(other);
    const attempt = open.get(what) ?? { key: crypto.randomUUID(), at: now() };
    open.set(what, attempt);
    request.headers.set("idempotency-key", attempt.key);
    const response = await send(request);
    if (!(await isUndecided(response)) && open.get(what) === attempt) open.delete(what);
    return response;
  };
}

async function identityOf(request: Request): Promise<string | undefined> {
  if (request.method !== "POST" || request.headers.has("idempotency-key")) return undefined;
  const { pathname, search } = new URL(request.url);
  // What is typed to sign in is kept nowhere; and these routes take no keys.
  if (pathname.startsWith("/api/v1/auth/")) return undefined;
  const type = request.headers.get("content-type");
  if (type !== null && !type.includes("json")) return undefined;
  const body = await request.clone().text();
  // Messages have an identity of their own, by which the outbox repeats them.
  return body.includes('"clientMessageId"') ? undefined : `${pathname}${search} ${body}`;
}

async function isUndecided(response: Response): Promise<boolean> {
  if (UNDECIDED.has(response.status)) return true;
  return response.status === 409 && (await codeOf(response)) === "idempotency-key-in-use";
}
