/** Renders a screen at an address, for tests: with a router that knows its path, somebody signed in, and an API. */

import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from "@tanstack/react-router";
import type { RenderResult } from "@testing-library/react";
import type { ReactNode } from "react";
import { vi } from "vitest";
import type { BrowserSession } from "../api/browserSession";
import { queryClient } from "../api/queries";
import { session } from "../api/session";
import { UiProviders } from "../ui/UiProviders";
import { answer, browserSession, problem } from "./people";
import { render } from "./render";

export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
  headers: Headers;
}

/** Answers a request, or nothing if it is not for this one. */
export type Route = (asked: Asked) => unknown | Promise<unknown>;

interface Options {
  /** The path of the screen's route: `/contacts/{-$contactId}`. */
  path: string;
  at: string;
  messages: string[];
  permissions: BrowserSession["permissions"];
  /** Whom it is shown to; an agent, unless something else is said. */
  role?: BrowserSession["user"]["role"];
  /** By method and path: `"GET /api/v1/contacts"`. What is not named is answered with 404. */
  api: Record<string, Route>;
  locale?: "pt" | "en";
}

/** Returns what was rendered, what was asked so far, and where the address is. */
export async function renderAt(
  screen: ReactNode,
  { path, at, messages, permissions, role = "agent", api, locale }: Options,
): Promise<RenderResult & { asked: Asked[]; address: () => string }> {
  const asked: Asked[] = [];
  vi.stubGlobal("fetch", async (input: Request | string, init?: RequestInit) => {
    const request = input instanceof Request ? input : new Request(new URL(input, location.origin), init);
    const url = new URL(request.url);
    if (url.pathname === "/api/v1/auth/web/refresh")
      return answer(browserSession({ permissions, user: { ...browserSession().user, role } }));
    const text = request.headers.get("content-type")?.includes("json") ? await request.text() : "";
    const one: Asked = {
      method: request.method,
      path: url.pathname,
      query: url.searchParams,
      body: text === "" ? undefined : JSON.parse(text),
      headers: request.headers,
    };
    asked.push(one);
    const given = await api[`${one.method} ${one.path}`]?.(one);
    if (given instanceof Response) return given;
    return given === undefined ? problem(404, "not-found") : answer(given);
  });
  // jsdom has no scrolling.
  vi.stubGlobal("scrollTo", () => undefined);
  queryClient.clear();
  await session.refresh();
  const root = createRootRoute({ component: Outlet });
  const route = createRoute({ getParentRoute: () => root, path, component: () => screen });
  const others = createRoute({ getParentRoute: () => root, path: "$", component: () => null });
  const router = createRouter({
    routeTree: root.addChildren([route, others]),
    history: createMemoryHistory({ initialEntries: [at] }),
  });
  const rendered = await render(
    <UiProviders>
      {/* biome-ignore lint/suspicious/noExplicitAny: the router of a test knows one path of the console's. */}
      <RouterProvider router={router as any} />
    </UiProviders>,
    { messages, queryClient, ...(locale && { locale }) },
  );
  return { ...rendered, asked, address: () => router.state.location.href };
}
