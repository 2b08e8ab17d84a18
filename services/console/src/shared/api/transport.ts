/**
 * How requests of the API are sent: with a token, and once more with a new one when it has expired. A session that was
 * ended is reported; what gets no answer is a `NetworkError`.
 */

import { NetworkError } from "./problems";

/** What sending needs of the session. */
export interface Tokens {
  token(): Promise<string | undefined>;
  refresh(): Promise<void>;
  revoked(): Promise<void>;
}

const OVER = new Set(["session-revoked", "account-gone", "invalid-token", "unauthenticated"]);

/** Returns a `fetch` for requests of the API. */
export function transport(
  tokens: Tokens,
  language: () => string,
  send: (request: Request) => Promise<Response> = (request) => fetch(request),
): (request: Request) => Promise<Response> {
  async function once(request: Request): Promise<Response> {
    const token = await tokens.token();
    if (token !== undefined) request.headers.set("authorization", `Bearer ${token}`);
    request.headers.set("accept-language", language());
    try {
      return await send(request);
    } catch (error) {
      if (request.signal.aborted) throw error;
      throw new NetworkError(error);
    }
  }

  /** A late answer to an earlier session's token says nothing of the session that somebody has opened since. */
  async function conclude({ headers }: Request, code: string | undefined): Promise<void> {
    if (code === undefined || !OVER.has(code)) return;
    const current = await tokens.token().catch(() => undefined);
    const isOlder = current !== undefined && headers.get("authorization") !== `Bearer ${current}`;
    if (!isOlder) await tokens.revoked();
  }

  return async (request) => {
    const again = request.clone();
    const response = await once(request);
    if (response.status !== 401) return response;
    const code = await codeOf(response);
    if (code === "token-expired") {
      await tokens.refresh();
      const repeated = await once(again);
      if (repeated.status === 401) await conclude(again, await codeOf(repeated));
      return repeated;
    }
    await conclude(request, code);
    return response;
  };
}

/** Returns the code of a problem document, without using the response up. */
export async function codeOf(response: Response): Promise<string | undefined> {
  try {
    const body: unknown = await response.clone().json();
    return typeof body === "object" && body !== null && "code" in body ? String(body.code) : undefined;
  } catch {
    return undefined; // No problem document: the caller sees its status.
  }
}
