/** The screens of WhatsApp Web channels for tests: with a server that has one channel, and sockets that tell what a test says. */

import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from "@tanstack/react-router";
import { act, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { vi } from "vitest";
import type { BrowserSession } from "@/shared/api/browserSession";
import { lookupKeys } from "@/shared/api/lookups";
import { queryClient } from "@/shared/api/queries";
import { render } from "@/shared/testing/render";
import { serve } from "@/shared/testing/server";
import { ConfirmHost } from "@/shared/ui/ConfirmHost";
import { Toaster } from "@/shared/ui/Toaster";
import { ChannelConnectScreen } from "../ChannelConnectScreen";
import { ChannelsScreen } from "../ChannelsScreen";
import { validateChannel, validateConnect } from "../search";
import type { Pairing, PairingNews, Session, WebChannel } from "./session";
import { sockets } from "./sockets.testing";
import { webChannel } from "./web.sample";

const NONE: Pairing = { status: "idle", method: null, kind: null, code: null, expiresAt: null };

export const ID = webChannel().id;
export const LINK = `/channels/new?provider=web&step=link&channel=${ID}`;

/** What the server has, what it answers otherwise, and what it was asked. */
export const server = {
  channel: undefined as WebChannel | undefined,
  pairing: NONE,
  requests: [] as Request[],
  answers: {} as Record<string, (request: Request) => unknown>,
};

export const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
export const code = (value: string, seconds = 20) =>
  ({ kind: "qr", code: value, expiresAt: inSeconds(seconds) }) as const;

/** The server comes to a state; `told` says whether sockets tell of it. */
export function becomes(session: Partial<Session>, given: Partial<Pairing> = {}, told = true) {
  server.channel = webChannel({ ...server.channel?.session, ...session });
  server.pairing = { ...server.pairing, status: server.channel.session.status, ...given };
  if (told) act(() => void queryClient.invalidateQueries({ queryKey: lookupKeys.channels }));
}

export function tell(news: Omit<PairingNews, "channelId">) {
  act(() => {
    for (const handler of sockets.handlers.get("pairing") ?? []) handler({ channelId: ID, ...news });
  });
}

export async function show(at: string, person: Partial<BrowserSession> = {}) {
  server.requests = serve(
    {
      "GET /api/v1/channels": () => ({ items: server.channel ? [server.channel] : [], nextCursor: null }),
      "GET /api/v1/channels/*/pairing": () => server.pairing,
      "POST /api/v1/channels": async (request: Request) => {
        const { groups, history } = await request.json();
        server.channel = webChannel(
          { status: "idle", phone: null, linked: false, groups, history },
          { status: "pending" },
        );
        return server.channel;
      },
      "POST /api/v1/channels/*/pairing": async (request: Request) => {
        const { method } = await request.json();
        server.pairing = { status: "connecting", method, kind: null, code: null, expiresAt: null };
        const session = { ...server.channel?.session, status: "connecting", lastError: null } as const;
        if (server.channel) server.channel = webChannel(session);
        return server.pairing;
      },
      "PATCH /api/v1/channels/*": async (request: Request) => {
        server.channel = webChannel({ ...server.channel?.session, ...(await request.json()) });
        return server.channel;
      },
      ...server.answers,
    },
    { permissions: ["channels:read", "channels:write"], ...person },
  );
  const root = createRootRoute({ component: Outlet });
  const shell = createRoute({ getParentRoute: () => root, id: "shell", component: Outlet });
  const connect = createRoute({
    getParentRoute: () => shell,
    path: "/channels/new",
    validateSearch: validateConnect,
    component: ChannelConnectScreen,
  });
  const channels = createRoute({
    getParentRoute: () => shell,
    path: "/channels/{-$channelId}",
    validateSearch: validateChannel,
    component: ChannelsScreen,
  });
  const others = createRoute({ getParentRoute: () => root, path: "$", component: () => null });
  const router = createRouter({
    routeTree: root.addChildren([shell.addChildren([connect, channels]), others]),
    history: createMemoryHistory({ initialEntries: [at] }),
  });
  await render(
    <>
      {/* biome-ignore lint/suspicious/noExplicitAny: another tree than the console's own. */}
      <RouterProvider router={router as any} />
      <ConfirmHost />
      <Toaster />
    </>,
    { messages: ["channels", "channelsWeb"], queryClient },
  );
  return router;
}

export const bodiesOf = (method: string, path: string) =>
  Promise.all(
    server.requests
      .filter((one) => one.method === method && new URL(one.url).pathname === path)
      .map((one) => one.clone().json()),
  );
/** The attempts at making a channel, by their names. */
export const attemptsOf = () =>
  server.requests
    .filter(({ method, url }) => method === "POST" && new URL(url).pathname === "/api/v1/channels")
    .map(({ headers }) => headers.get("idempotency-key"));

/** Accepts the risk and names the channel. */
export async function begin(name: string) {
  await userEvent.click(await screen.findByRole("checkbox", { name: /assumo o risco/ }));
  await userEvent.click(screen.getByRole("button", { name: "Continuar" }));
  await userEvent.type(await screen.findByLabelText("Nome do canal"), name);
}

export const picture = () => screen.queryByRole("img", { name: /QR code que conecta/ })?.innerHTML;

/** Before each test. */
export function startAnew() {
  sockets.state = "live";
  Object.assign(server, { channel: undefined, pairing: NONE, requests: [], answers: {} });
  queryClient.clear();
  sessionStorage.clear();
  vi.spyOn(window, "scrollTo").mockReturnValue();
}
