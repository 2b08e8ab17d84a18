/** For the tests of settings: a page for somebody who is signed in, and a server that answers what the test says. */

import { createMemoryHistory, createRootRoute, createRouter, RouterProvider } from "@tanstack/react-router";
import { screen } from "@testing-library/react";
import type { FunctionComponent } from "react";
import { vi } from "vitest";
import type { BrowserSession } from "@/shared/api/browserSession";
import { session } from "@/shared/api/session";
import { messageStore } from "@/shared/i18n/messages";
import { answer, browserSession } from "@/shared/testing/people";
import { render } from "@/shared/testing/render";
import { ConfirmHost } from "@/shared/ui/ConfirmHost";
import { Toaster } from "@/shared/ui/Toaster";

type Answer = (body: Record<string, unknown>) => Response;

/** Answers by method and path, as `GET /users`; what a test does not name is a page without items. */
export function serve(answers: Record<string, Answer>) {
  const asked: { what: string; body: Record<string, unknown> }[] = [];
  vi.stubGlobal("fetch", async (input: Request | string, init?: RequestInit) => {
    const request = new Request(typeof input === "string" ? new URL(input, location.origin) : input, init);
    const what = `${request.method} ${new URL(request.url).pathname.replace("/api/v1", "")}`;
    const text = await request.text();
    const body = text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
    asked.push({ what, body });
    return answers[what]?.(body) ?? answer({ items: [], nextCursor: null });
  });
  return { bodiesOf: (what: string) => asked.filter((one) => one.what === what).map((one) => one.body) };
}

/** Shows a page of the settings in Portuguese to an owner, or to whom `changes` say. */
export async function show(
  page: FunctionComponent,
  namespace: string,
  changes: Partial<BrowserSession> = {},
): Promise<void> {
  const owner = browserSession();
  session.enter({
    ...owner,
    user: { ...owner.user, role: "owner" },
    permissions: ["self", "users:read", "users:write", "apikeys:read", "apikeys:write", "contacts:read"],
    ...changes,
  });
  const names = ["settings", namespace, "sharedApi"];
  await messageStore.change("pt");
  await messageStore.load(...names);
  const router = createRouter({
    routeTree: createRootRoute({ component: page }),
    history: createMemoryHistory({ initialEntries: ["/"] }),
  });
  await router.load();
  await render(
    <>
      {/* biome-ignore lint/suspicious/noExplicitAny: another tree than the console's own. */}
      <RouterProvider router={router as any} />
      <ConfirmHost />
      <Toaster />
    </>,
    { messages: names },
  );
  await screen.findByRole("heading", { level: 1 });
}
