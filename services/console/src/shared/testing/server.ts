/** The API for tests of screens: answers by method and path, to somebody who is signed in. */

import { onTestFinished, vi } from "vitest";
import type { BrowserSession } from "../api/browserSession";
import { session } from "../api/session";
import { answer, browserSession, problem } from "./people";

type Answer = unknown | ((request: Request, url: URL) => unknown | Promise<unknown>);

/** The answer that is no JSON of its own: of another status, say. */
const isResponse = (given: unknown): given is Response => given instanceof Response;

/**
 * Signs somebody in and answers requests: `{"GET /api/v1/tags": {items: []}}`; `*` stands for one part of a path. What is
 * not named is 404. Returns the requests that came.
 */
export function serve(answers: Record<string, Answer>, who: Partial<BrowserSession> = {}): Request[] {
  const requests: Request[] = [];
  session.enter(browserSession({ expiresIn: 100_000, ...who }));
  const spy = vi.spyOn(globalThis, "fetch").mockImplementation(async (input, init) => {
    const request =
      input instanceof Request ? input : new Request(new URL(String(input), location.origin), init);
    requests.push(request.clone());
    const url = new URL(request.url);
    const found = Object.entries(answers).find(([key]) => matches(key, request.method, url.pathname));
    if (!found) return problem(404, "not-found");
    const given = typeof found[1] === "function" ? await found[1](request, url) : found[1];
    return isResponse(given) ? given : answer(given);
  });
  onTestFinished(() => spy.mockRestore());
  return requests;
}

function matches(key: string, method: string, path: string): boolean {
  const [wanted, pattern = ""] = key.split(" ");
  const parts = path.split("/");
  const own = pattern.split("/");
  return (
    wanted === method &&
    parts.length === own.length &&
    own.every((part, at) => part === "*" || part === parts[at])
  );
}
