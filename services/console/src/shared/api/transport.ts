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

  return async (request) => {
    const again = request.clone();
    const response = await once(request);
    if (response.status !== 401) return response;
    const code = await codeOf(response);
    if (code === "token-expired") {
      await tokens.refresh();
      const repeated = await once(again);
      if (repeated.status === 401 && OVER.has((await codeOf(repeated)) ?? "")) await tokens.revoked();
      return repeated;
    }
    if (code !== undefined && OVER.has(code)) await tokens.revoked();
    return response;
  };
}

async function codeOf(response: Response): Promise<string | undefined> {
  try {
    const body: unknown = await response.clone().json();
    return typeof body === "object" && body !== null && "code" in body ? String(body.code) : undefined;
  } catch {
    return undefined; // No problem document: the caller sees its status.
  }
}
