/** A channel by WhatsApp Web on screen: its risk, a phone that is linked, its states, and what can be done in each. */

import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from "@tanstack/react-router";
import { act, cleanup, configure, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { BrowserSession } from "@/shared/api/browserSession";
import { lookupKeys } from "@/shared/api/lookups";
import { queryClient } from "@/shared/api/queries";
import { expectAccessible } from "@/shared/testing/axe";
import { browserSession, problem } from "@/shared/testing/people";
import { render } from "@/shared/testing/render";
import { serve } from "@/shared/testing/server";
import { ConfirmHost } from "@/shared/ui/ConfirmHost";
import { Toaster } from "@/shared/ui/Toaster";
import { ChannelConnectScreen } from "../ChannelConnectScreen";
import { ChannelsScreen } from "../ChannelsScreen";
import { validateChannel, validateConnect } from "../search";
import type { Pairing, PairingNews, Session, SessionState } from "./session";
import { webChannel } from "./web.sample";

configure({ asyncUtilTimeout: 5_000 });
vi.setConfig({ testTimeout: 20_000 });

const sockets = vi.hoisted(() => ({
  state: "live",
  handlers: new Map<string, Set<(update: unknown) => void>>(),
}));
vi.mock("@/shared/realtime/sockets", async () => {
  const { useEffect } = await import("react");
  return {
    useConnection: () => sockets.state,
    useLive: (_: string, event: string, handler: (update: unknown) => void) => {
      useEffect(() => {
        const handlers = sockets.handlers.get(event) ?? new Set();
        sockets.handlers.set(event, handlers.add(handler));
        return () => void handlers.delete(handler);
      });
    },
  };
});

const ID = webChannel().id;
const LINK = `/channels/new?provider=web&step=link&channel=${ID}`;

/** What the server has. */
let channel: ReturnType<typeof webChannel> | undefined;
let pairing: Pairing;
let requests: Request[] = [];
let answers: Record<string, (request: Request) => unknown> = {};

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
const code = (value: string, seconds = 20) =>
  ({ kind: "qr", code: value, expiresAt: inSeconds(seconds) }) as const;

/** The server comes to a state; `told` says whether sockets tell of it. */
function becomes(session: Partial<Session>, given: Partial<Pairing> = {}, told = true) {
  channel = webChannel({ ...channel?.session, ...session });
  pairing = { ...pairing, status: channel.session.status, ...given };
  if (told) act(() => void queryClient.invalidateQueries({ queryKey: lookupKeys.channels }));
}

function tell(news: Omit<PairingNews, "channelId">) {
  act(() => {
    for (const handler of sockets.handlers.get("pairing") ?? []) handler({ channelId: ID, ...news });
  });
}

async function show(at: string, person: Partial<BrowserSession> = {}) {
  requests = serve(
    {
      "GET /api/v1/channels": () => ({ items: channel ? [channel] : [], nextCursor: null }),
      "GET /api/v1/channels/*/pairing": () => pairing,
      "POST /api/v1/channels": async (request: Request) => {
        const { groups, history } = await request.json();
        channel = webChannel({ status: "idle", phone: null, groups, history }, { status: "pending" });
        return channel;
      },
      "POST /api/v1/channels/*/pairing": async (request: Request) => {
        const { method } = await request.json();
        pairing = { status: "connecting", method, kind: null, code: null, expiresAt: null };
        if (channel) channel = webChannel({ ...channel.session, status: "connecting", lastError: null });
        return pairing;
      },
      "PATCH /api/v1/channels/*": async (request: Request) => {
        channel = webChannel({ ...channel?.session, ...(await request.json()) });
        return channel;
      },
      ...answers,
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

const bodiesOf = (method: string, path: string) =>
  Promise.all(
    requests
      .filter((one) => one.method === method && new URL(one.url).pathname === path)
      .map((one) => one.clone().json()),
  );
/** The attempts at making a channel, by their names. */
const attemptsOf = (requests: Request[]) =>
  requests
    .filter(({ method, url }) => method === "POST" && new URL(url).pathname === "/api/v1/channels")
    .map(({ headers }) => headers.get("idempotency-key"));

/** Accepts the risk and names the channel. */
async function begin(name: string) {
  await userEvent.click(await screen.findByRole("checkbox", { name: /assumo o risco/ }));
  await userEvent.click(screen.getByRole("button", { name: "Continuar" }));
  await userEvent.type(await screen.findByLabelText("Nome do canal"), name);
}

const picture = () => screen.queryByRole("img", { name: /QR code que conecta/ })?.innerHTML;

beforeEach(() => {
  sockets.state = "live";
  answers = {};
  channel = undefined;
  pairing = { status: "idle", method: null, kind: null, code: null, expiresAt: null };
  queryClient.clear();
  sessionStorage.clear();
  vi.spyOn(window, "scrollTo").mockReturnValue();
});
afterEach(() => vi.restoreAllMocks());

describe("a new channel", () => {
  it("is chosen, its risk accepted, named, scanned and open", async () => {
    await show("/channels/new");
    await screen.findByRole("heading", { name: "Conectar um número" });
    await expectAccessible();
    await userEvent.click(screen.getByRole("link", { name: "Conectar pelo WhatsApp Web" }));

    await userEvent.click(await screen.findByRole("button", { name: "Continuar" }));
    const tick = screen.getByRole("checkbox", { name: /assumo o risco/ });
    expect(tick.getAttribute("aria-invalid")).toBe("true");
    expect(document.activeElement).toBe(tick);
    await expectAccessible();
    await userEvent.click(tick);
    await userEvent.click(screen.getByRole("button", { name: "Continuar" }));

    await userEvent.click(await screen.findByRole("button", { name: "Criar e mostrar o QR code" }));
    const name = screen.getByLabelText("Nome do canal");
    expect(name.getAttribute("aria-invalid")).toBe("true");
    await userEvent.type(name, "Balcão");
    await userEvent.click(screen.getByRole("checkbox", { name: "Trazer mensagens de grupos" }));
    await userEvent.click(screen.getByRole("button", { name: "Criar e mostrar o QR code" }));
    await screen.findByText("Esperando o código do WhatsApp…");
    expect(await bodiesOf("POST", "/api/v1/channels")).toEqual([
      { name: "Balcão", provider: "whatsapp_web", acceptRisk: true, groups: true, history: true },
    ]);
    expect(await bodiesOf("POST", `/api/v1/channels/${ID}/pairing`)).toEqual([{ method: "qr" }]);

    becomes({ status: "qr" }, code("first"));
    tell(code("first"));
    await screen.findByRole("img", { name: /QR code que conecta/ });
    await screen.findByText(/Um novo código vem em (20|19) s/);
    expect(screen.getByRole("status", { name: "" }).textContent).toContain("Ele espera o celular");
    await expectAccessible();

    becomes({ status: "paired", phone: "+5511912345678" });
    tell({ kind: null, code: null, expiresAt: null });
    await screen.findByText("A conexão abre em instantes. Deixe o celular on-line.");
    becomes({ status: "connecting" });
    await screen.findByText("Isto leva alguns segundos.");
    expect(screen.queryByText("Esperando o código do WhatsApp…")).toBeNull();

    becomes({ status: "open" });
    await screen.findByText("Conectado como +55 11 91234-5678");
    await screen.findByRole("link", { name: "Abrir a caixa de entrada" });
    await expectAccessible();
  });

  it("keeps what was typed and ticked when the page is loaded anew, and makes no second channel then", async () => {
    answers = {
      "POST /api/v1/channels": () => {
        throw new TypeError("the answer was lost");
      },
    };
    await show("/channels/new?provider=web");
    await begin("Balcão");
    await userEvent.click(screen.getByRole("checkbox", { name: "Trazer mensagens de grupos" }));
    await userEvent.click(screen.getByRole("button", { name: "Criar e mostrar o QR code" }));
    await screen.findByRole("alert");
    const attempts = attemptsOf(requests);
    cleanup();
    answers = {};
    await show("/channels/new?provider=web&step=settings");
    expect(((await screen.findByLabelText("Nome do canal")) as HTMLInputElement).value).toBe("Balcão");
    await userEvent.click(screen.getByRole("button", { name: "Criar e mostrar o QR code" }));
    await screen.findByText("Esperando o código do WhatsApp…");
    expect(await bodiesOf("POST", "/api/v1/channels")).toEqual([
      { name: "Balcão", provider: "whatsapp_web", acceptRisk: true, groups: true, history: true },
    ]);
    expect(new Set([...attempts, ...attemptsOf(requests)]).size).toBe(1);
  });

  it("is another one after the way back, from the beginning", async () => {
    const router = await show("/channels/new?provider=web");
    await begin("Balcão");
    await userEvent.click(screen.getByRole("button", { name: "Criar e mostrar o QR code" }));
    await screen.findByText("Esperando o código do WhatsApp…");
    act(() => router.history.back());
    expect(
      ((await screen.findByRole("checkbox", { name: /assumo o risco/ })) as HTMLInputElement).checked,
    ).toBe(false);
    await begin("Loja");
    await userEvent.click(screen.getByRole("button", { name: "Criar e mostrar o QR code" }));
    await screen.findByText("Esperando o código do WhatsApp…");
    expect((await bodiesOf("POST", "/api/v1/channels")).map(({ name }) => name)).toEqual(["Balcão", "Loja"]);
    expect(new Set(attemptsOf(requests)).size).toBe(2);
  });

  it("is another attempt once something is changed", async () => {
    answers = { "POST /api/v1/channels": () => problem(422, "invalid-input") };
    await show("/channels/new?provider=web");
    await begin("Balcão");
    for (const more of ["{Enter}", "{Enter}", " 2{Enter}"]) {
      await userEvent.type(screen.getByLabelText("Nome do canal"), more);
      await screen.findByRole("alert");
    }
    await waitFor(() => expect(attemptsOf(requests).length).toBe(3));
    const [one, again, other] = attemptsOf(requests);
    expect(again).toBe(one);
    expect(other).not.toBe(one);
  });

  it("asks for the risk where an address leads past it", async () => {
    await show("/channels/new?provider=web&step=settings");
    await screen.findByRole("checkbox", { name: /assumo o risco/ });
  });

  it("says why it was not made", async () => {
    answers = {
      "POST /api/v1/channels": () => problem(409, "too-many-web-channels", { params: { most: 1 } }),
    };
    await show("/channels/new?provider=web");
    await userEvent.click(await screen.findByRole("checkbox", { name: /assumo o risco/ }));
    await userEvent.click(screen.getByRole("button", { name: "Continuar" }));
    await userEvent.type(await screen.findByLabelText("Nome do canal"), "Balcão");
    await userEvent.click(screen.getByRole("button", { name: "Criar e mostrar o QR code" }));
    await screen.findByRole("alert");
  });

  it("is closed to who may not connect", async () => {
    await show("/channels/new", { permissions: ["channels:read"] });
    await screen.findByText("Você não tem acesso a esta página");
  });
});

describe("the code", () => {
  it("is there after a reload, and follows what sockets tell, in whatever order", async () => {
    becomes({ status: "qr", phone: null }, { method: "qr", ...code("one", 15) }, false);
    await show(LINK);
    await screen.findByRole("img", { name: /QR code que conecta/ });
    const one = picture();
    tell(code("three", 60));
    await waitFor(() => expect(picture()).not.toBe(one));
    const three = picture();
    tell(code("two", 40));
    expect(picture()).toBe(three);
  });

  it("is asked for where sockets tell nothing, and so is the channel's state", async () => {
    sockets.state = "away";
    becomes({ status: "qr", phone: null }, { method: "qr", ...code("one") }, false);
    await show(LINK);
    await screen.findByRole("img", { name: /QR code que conecta/ });
    const one = picture();
    becomes({}, code("two", 30), false);
    await waitFor(() => expect(picture()).not.toBe(one));
    becomes({ status: "open", phone: "+5511912345678" }, { kind: null, code: null, expiresAt: null }, false);
    await screen.findByText("Conectado como +55 11 91234-5678");
  });

  it("is not undone by an answer that was asked for before it", async () => {
    becomes({ status: "qr", phone: null }, { method: "qr", ...code("one", 15) }, false);
    let release: (value: Pairing) => void = () => undefined;
    let calls = 0;
    answers = {
      "GET /api/v1/channels/*/pairing": () => {
        calls += 1;
        return calls === 1 ? pairing : new Promise<Pairing>((done) => (release = done));
      },
    };
    await show(LINK);
    await screen.findByRole("img", { name: /QR code que conecta/ });
    const old = pairing;
    act(() => void queryClient.invalidateQueries({ queryKey: ["channels", ID, "pairing"] }));
    await waitFor(() => expect(calls).toBe(2));
    const one = picture();
    tell(code("two", 60));
    await waitFor(() => expect(picture()).not.toBe(one));
    const two = picture();
    await act(async () => release({ ...old, kind: null, code: null, expiresAt: null }));
    await waitFor(() => expect(queryClient.isFetching()).toBe(0));
    expect(picture()).toBe(two);
  });

  it("is not undone by an answer to what was asked before it was begun again", async () => {
    sockets.state = "away";
    becomes({ status: "idle", phone: "+5511912345678" }, {}, false);
    const before = pairing;
    let release: (value: Pairing) => void = () => undefined;
    let calls = 0;
    answers = {
      "GET /api/v1/channels/*/pairing": () => {
        calls += 1;
        return calls === 1 ? new Promise<Pairing>((done) => (release = done)) : pairing;
      },
    };
    await show(LINK);
    await userEvent.click(await screen.findByRole("button", { name: "Mostrar o QR code" }));
    await screen.findByText("Esperando o código do WhatsApp…");
    await act(async () => release(before));
    await act(() => new Promise((done) => setTimeout(done, 50)));
    expect(screen.getByText("Esperando o código do WhatsApp…")).toBeTruthy();
    expect(screen.queryByText("Isto leva alguns segundos.")).toBeNull();
  });

  it("is over after its time: the next one is waited for, and can be asked for", async () => {
    becomes({ status: "qr", phone: null }, { method: "qr", ...code("one", 1) }, false);
    await show(LINK);
    await screen.findByRole("img", { name: /QR code que conecta/ });
    await screen.findByText("Esperando o código do WhatsApp…");
    expect(picture()).toBeUndefined();
    await userEvent.click(screen.getByRole("button", { name: "Gerar novo código" }));
    await waitFor(async () =>
      expect(await bodiesOf("POST", `/api/v1/channels/${ID}/pairing`)).toEqual([{ method: "qr" }]),
    );
  });

  it("says that nobody used it in time, and is begun again", async () => {
    const lastError = {
      code: "pairing_expired",
      pt: "Ninguém leu o QR code a tempo.",
      en: "Nobody did.",
    } as const;
    becomes({ status: "idle", phone: null, lastError }, {}, false);
    await show(LINK);
    await screen.findByText(/Ninguém leu o QR code/);
    await expectAccessible();
    await userEvent.click(screen.getByRole("button", { name: "Mostrar o QR code" }));
    await screen.findByText("Esperando o código do WhatsApp…");
  });

  it("can be typed: it is shown large, read letter by letter, and copied", async () => {
    const user = userEvent.setup();
    becomes({ status: "qr", phone: null }, { method: "qr", ...code("one", 60) }, false);
    await show(LINK);
    await user.click(await screen.findByRole("button", { name: "Usar um código para digitar" }));
    await user.click(screen.getByRole("button", { name: "Gerar o código" }));
    const phone = screen.getByLabelText("Celular com o WhatsApp");
    expect(phone.getAttribute("aria-invalid")).toBe("true");
    await user.type(phone, "+55 11 91234-5678{Enter}");
    await screen.findByText("Digite o código no celular");
    expect(await bodiesOf("POST", `/api/v1/channels/${ID}/pairing`)).toEqual([
      { method: "code", phone: "+55 11 91234-5678" },
    ]);
    const given = { kind: "code", code: "ABCD1234", expiresAt: inSeconds(60) } as const;
    becomes({ status: "pair_code" }, given);
    tell(given);
    await screen.findByText("ABCD-1234");
    expect(screen.getByText("Código: A B C D, 1 2 3 4")).toBeTruthy();
    await expectAccessible();
    await user.click(screen.getByRole("button", { name: "Copiar o código" }));
    expect(await navigator.clipboard.readText()).toBe("ABCD1234");
  });
});

describe("a channel's page", () => {
  const NAMES: Record<SessionState, [name: string, actions: string[]]> = {
    idle: ["Sem celular", ["Conectar um celular"]],
    connecting: ["Conectando", ["Continuar conectando", "Desconectar do celular"]],
    qr: ["Esperando o celular", ["Continuar conectando"]],
    pair_code: ["Esperando o celular", ["Continuar conectando"]],
    paired: ["Celular conectado", ["Continuar conectando"]],
    open: ["Conectado", ["Desconectar do celular"]],
    backoff: ["Conexão perdida", ["Conectar agora", "Desconectar do celular"]],
    replaced: ["Aberto em outro lugar", ["Conectar agora", "Conectar um celular", "Desconectar do celular"]],
    logged_out: ["Desconectado", ["Conectar um celular"]],
    blocked: ["Recusado pelo WhatsApp", ["Conectar agora", "Conectar um celular", "Desconectar do celular"]],
    outdated: ["Precisa de atualização", ["Conectar agora", "Desconectar do celular"]],
  };

  it.each(Object.entries(NAMES))("says that it is %s, and what to do", async (state, [name, actions]) => {
    becomes({ status: state as SessionState }, {}, false);
    await show(`/channels/${ID}`);
    const card = await screen.findByRole("region", { name: "Conexão" });
    expect(within(card).getByText(name)).toBeTruthy();
    expect(
      within(card)
        .getAllByRole("button")
        .map((button) => button.textContent),
    ).toEqual(actions);
    expect(screen.queryByRole("link", { name: "Modelos" })).toBeNull();
    await expectAccessible();
  });

  it("says when the next attempt is, why the last one failed, and that new conversations wait", async () => {
    becomes(
      {
        status: "backoff",
        retryAt: inSeconds(30),
        coldUntil: inSeconds(3600),
        lastError: { code: "session_lost", pt: "A conexão caiu.", en: "It was lost." },
      },
      {},
      false,
    );
    await show(`/channels/${ID}`);
    await screen.findByText(/^Próxima tentativa: /);
    await screen.findByText(/caiu/, { selector: "[role=status] *" });
    expect(screen.getByText("O WhatsApp está segurando conversas novas")).toBeTruthy();
  });

  it("logs out once that is confirmed", async () => {
    answers = { "POST /api/v1/channels/*/logout": () => undefined };
    becomes({}, {}, false);
    await show(`/channels/${ID}`);
    await userEvent.click(await screen.findByRole("button", { name: "Desconectar do celular" }));
    const question = await screen.findByRole("alertdialog", { name: "Desconectar Balcão do celular?" });
    expect(requests.some(({ url }) => url.endsWith("/logout"))).toBe(false);
    await userEvent.click(within(question).getByRole("button", { name: "Desconectar do celular" }));
    await waitFor(() => expect(requests.some(({ url }) => url.endsWith("/logout"))).toBe(true));
  });

  it("says why it could not be connected again", async () => {
    answers = {
      "POST /api/v1/channels/*/reconnect": () => problem(409, "session-not-paired"),
    };
    becomes({ status: "replaced" }, {}, false);
    await show(`/channels/${ID}`);
    await userEvent.click(await screen.findByRole("button", { name: "Conectar agora" }));
    await screen.findByText(/não está ligado a nenhum celular/);
  });

  it("has nothing to press for who may only look", async () => {
    becomes({ status: "replaced" }, {}, false);
    await show(`/channels/${ID}`, { permissions: ["channels:read"] });
    const card = await screen.findByRole("region", { name: "Conexão" });
    expect(within(card).queryByRole("button")).toBeNull();
  });

  it("stands in the list with its provider and its state", async () => {
    becomes({ status: "replaced" }, {}, false);
    channel = webChannel(channel?.session, { displayPhone: "+5511912345678" });
    await show("/channels");
    const row = await screen.findByRole("row", { name: /Balcão/ });
    expect(within(row).getByText("WhatsApp Web · +55 11 91234-5678")).toBeTruthy();
    expect(within(row).getByText("Aberto em outro lugar")).toBeTruthy();
  });
});

describe("its settings", () => {
  const owner = { user: { ...browserSession().user, role: "owner" as const } };

  it("have no credentials, and take effect at once", async () => {
    becomes({}, {}, false);
    await show(`/channels/${ID}?part=settings`);
    await userEvent.click(await screen.findByRole("switch", { name: "Grupos" }));
    await waitFor(async () =>
      expect(await bodiesOf("PATCH", `/api/v1/channels/${ID}`)).toEqual([{ groups: true }]),
    );
    expect(screen.queryByLabelText(/Token de acesso/)).toBeNull();
    expect((screen.getByRole("switch", { name: "Campanhas" }) as HTMLInputElement).disabled).toBe(true);
    expect(screen.getByText("Só um proprietário pode permitir campanhas por este canal.")).toBeTruthy();
    await expectAccessible();
  });

  it("keep a name that is being typed while the session changes, and follow the server otherwise", async () => {
    becomes({}, {}, false);
    await show(`/channels/${ID}?part=settings`);
    const name = async () => (await screen.findByLabelText("Nome do canal")) as HTMLInputElement;
    const changes = (given: string, status: SessionState) => {
      channel = webChannel({ status }, { name: given, revision: (channel?.revision ?? 0) + 1 });
      act(() => void queryClient.invalidateQueries({ queryKey: lookupKeys.channels }));
    };
    await name();
    changes("Recepção", "backoff");
    await waitFor(async () => expect((await name()).value).toBe("Recepção"));
    await userEvent.clear(await name());
    await userEvent.type(await name(), "Loja");
    changes("Recepção 2", "open");
    await screen.findByRole("heading", { name: "Recepção 2" });
    expect((await name()).value).toBe("Loja");
    expect(document.activeElement).toBe(await name());
    await userEvent.type(await name(), " do centro{Enter}");
    await waitFor(async () =>
      expect(await bodiesOf("PATCH", `/api/v1/channels/${ID}`)).toEqual([{ name: "Loja do centro" }]),
    );
  });

  it("let an owner allow campaigns after a warning", async () => {
    becomes({}, {}, false);
    await show(`/channels/${ID}?part=settings`, owner);
    await userEvent.click(await screen.findByRole("switch", { name: "Campanhas" }));
    await userEvent.click(
      within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Cancelar" }),
    );
    expect((screen.getByRole("switch", { name: "Campanhas" }) as HTMLInputElement).checked).toBe(false);
    await userEvent.click(screen.getByRole("switch", { name: "Campanhas" }));
    await userEvent.click(
      within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Permitir campanhas" }),
    );
    await waitFor(async () =>
      expect(await bodiesOf("PATCH", `/api/v1/channels/${ID}`)).toEqual([{ campaigns: true }]),
    );
  });
});
