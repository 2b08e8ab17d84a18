/** For the tests of the entry: a screen at its address, and a server that answers what the test says. */

import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { screen } from "@testing-library/react";
import type { FunctionComponent } from "react";
import { vi } from "vitest";
import { messageStore } from "@/shared/i18n/messages";
import { render } from "@/shared/testing/render";
import { entrySearch } from "./search";

type Answer = [status: number, body: unknown];

/** Stands for the server: each path answers the next of its answers, the last one again and again. */
export function serve(answers: Record<string, Answer[]>) {
  const asked: { path: string; body: Record<string, unknown> }[] = [];
  vi.stubGlobal("fetch", async (input: Request | string, init?: RequestInit) => {
    const request = new Request(typeof input === "string" ? new URL(input, location.origin) : input, init);
    const path = new URL(request.url).pathname.replace("/api/v1/auth/", "");
    const text = await request.text();
    asked.push({ path, body: text === "" ? {} : JSON.parse(text) });
    const queue = answers[path] ?? (path === "web/refresh" ? [[204, undefined]] : []);
    const [status, body] = (queue.length > 1 ? queue.shift() : queue[0]) ?? [404, problem(404, "not-found")];
    const headers = { "content-type": status < 400 ? "application/json" : "application/problem+json" };
    return new Response(body === undefined ? null : JSON.stringify(body), { status, headers });
  });
  return {
    asked,
    bodiesOf: (path: string) => asked.filter((one) => one.path === path).map((one) => one.body),
  };
}

export function problem(status: number, code: string, further: Record<string, unknown> = {}) {
  return { type: `urn:atendechat:problem:${code}`, title: code, status, code, params: {}, ...further };
}

/** Shows a screen at an address such as `/login?next=/contacts`; returns where the router is. */
export async function showAt(address: string, component: FunctionComponent) {
  await messageStore.change("pt");
  await messageStore.load("auth", "sharedApi");
  const root = createRootRoute();
  const path = address.split(/[?#]/)[0] ?? "/";
  const own = createRoute({ getParentRoute: () => root, path, validateSearch: entrySearch, component });
  const others = ["/login", "/register", "/password-reset", "/contacts", "/"]
    .filter((other) => other !== path)
    .map((other) =>
      createRoute({ getParentRoute: () => root, path: other, component: () => <p>{`at ${other}`}</p> }),
    );
  const router = createRouter({
    routeTree: root.addChildren([own, ...others]),
    history: createMemoryHistory({ initialEntries: [address] }),
  });
  await router.load();
  // biome-ignore lint/suspicious/noExplicitAny: another tree than the console's own.
  await render(<RouterProvider router={router as any} />, { messages: ["auth", "sharedApi"] });
  await screen.findByRole("heading", { level: 1 });
  return () => router.state.location.href;
}
