/** The inbox's list on screen: views, search, keys, selection, states, and what a role may not do. */

import { QueryClient } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { configure, fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { BrowserSession } from "@/shared/api/browserSession";
import { session } from "@/shared/api/session";
import { useKeyboard } from "@/shared/keyboard/commands";
import { answer, browserSession, problem } from "@/shared/testing/people";
import { render } from "@/shared/testing/render";
import { InboxScreen } from "./InboxScreen";
import { news } from "./news";
import type { TicketRow } from "./rules";
import { ticketRow } from "./sample";
import { inboxSearch } from "./search";

// A busy machine takes its time.
configure({ asyncUtilTimeout: 8_000 });
vi.setConfig({ testTimeout: 30_000 });

const COUNTS = {
  all: 4,
  mine: 3,
  unassigned: 1,
  participating: 0,
  waiting: 1,
  unread: 1,
  snoozed: 1,
  snoozedMine: 1,
  snoozedUnassigned: 0,
  waitingSince: null,
  queues: [],
  channels: [],
  assignees: [],
  tags: [],
};

let tickets: (url: URL) => Response;
let asked: URL[] = [];
let channels: object[] = [];

function respond(url: URL): Response {
  switch (url.pathname) {
    case "/api/v1/tickets":
      return tickets(url);
    case "/api/v1/tickets/counts":
      return answer(COUNTS);
    case "/api/v1/mentions/counts":
      return answer({ unread: 2 });
    case "/api/v1/channels":
      return answer({ items: channels, nextCursor: null });
    case "/api/v1/tags":
      return answer({ items: [{ id: "tag-1", name: "VIP", color: null }], nextCursor: null });
    case "/api/v1/search/messages":
      return answer({
        items: [
          {
            messageId: "00000000-0000-7000-8000-0000000000aa",
            ticketId: "00000000-0000-7000-8000-0000000000bb",
            contact: { id: "c", name: "Rita", phone: null },
            channelId: "channel",
            authorId: null,
            direction: "in",
            kind: "text",
            sentAt: "2026-11-29T12:00:00Z",
            excerpt: [
              { text: "a ", match: false },
              { text: "entrega", match: true },
            ],
          },
        ],
        nextCursor: null,
      });
    case "/gateway/links.json":
      return answer({ simulator: "http://127.0.0.1:8090" });
    default:
      return answer({ items: [], nextCursor: null });
  }
}

const page = (rows: TicketRow[], nextCursor: string | null = null) => answer({ items: rows, nextCursor });

function Screen() {
  useKeyboard(true);
  return <InboxScreen />;
}

async function show(at = "/inbox", person: Partial<BrowserSession> = {}) {
  session.enter(browserSession(person));
  const root = createRootRoute();
  const inbox = createRoute({
    getParentRoute: () => root,
    path: "/inbox/{-$ticketId}",
    validateSearch: inboxSearch,
    component: Screen,
  });
  const connect = createRoute({ getParentRoute: () => root, path: "/channels/new", component: () => null });
  const router = createRouter({
    routeTree: root.addChildren([inbox, connect]),
    history: createMemoryHistory({ initialEntries: [at] }),
  });
  const queryClient = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  // biome-ignore lint/suspicious/noExplicitAny: the router of the console is another type.
  await render(<RouterProvider router={router as any} />, {
    messages: ["inbox", "inboxConversation", "inboxComposer", "inboxDetails"],
    queryClient,
  });
  return router;
}

beforeEach(() => {
  asked = [];
  channels = [{ id: "channel", name: "Loja", capabilities: ["service_window"] }];
  tickets = () => page([]);
  news.clear();
  vi.spyOn(globalThis, "fetch").mockImplementation(async (request) => {
    const url = new URL(typeof request === "string" ? request : (request as Request).url, "http://localhost");
    asked.push(url);
    return respond(url);
  });
  vi.spyOn(window, "scrollTo").mockReturnValue();
  // The virtual list draws what has a size, which jsdom gives nothing.
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(720);
  vi.spyOn(Element.prototype, "clientWidth", "get").mockReturnValue(340);
});
afterEach(() => vi.restoreAllMocks());

const listAsked = () => asked.filter((url) => url.pathname === "/api/v1/tickets").at(-1);

describe("the list", () => {
  it("shows my tickets first: who, what last, how many unread, and no snoozed ones in the count", async () => {
    tickets = () =>
      page([
        ticketRow({
          assigneeId: "u1",
          status: "open",
          contact: { id: "c", name: "Rita Prado", phone: null, blockedAt: null },
          unread: 2,
          myUnread: 2,
          lastMessage: {
            id: "m",
            kind: "text",
            direction: "in",
            origin: null,
            authorId: null,
            text: "Oi, *tudo* bem?",
            status: "received",
            sentAt: "2026-11-29T12:00:00Z",
            revokedAt: null,
          },
        }),
      ]);
    await show();
    const row = await screen.findByRole("link", { name: /Rita Prado/ });
    expect(row.textContent).toContain("Oi, tudo bem?");
    expect(within(row).getByRole("img", { name: "2 não lidas" })).toBeTruthy();
    const mine = screen.getByRole("button", { name: /^Minhas ?2$/ });
    expect(mine.getAttribute("aria-current")).toBe("true");
    expect(listAsked()?.searchParams.get("assigneeId")).toBe("u1");
    expect(listAsked()?.searchParams.getAll("status")).toEqual(["pending", "open"]);
  });

  it("changes its view by a click and by keys, in the address", async () => {
    const router = await show();
    await userEvent.click(await screen.findByRole("button", { name: /Sem dono/ }));
    await waitFor(() => expect(router.state.location.search).toEqual({ view: "unassigned" }));
    fireEvent.keyDown(document.body, { key: "]" });
    await waitFor(() => expect(router.state.location.search).toEqual({ view: "all" }));
    fireEvent.keyDown(document.body, { key: "[" });
    await waitFor(() => expect(router.state.location.search).toEqual({ view: "unassigned" }));
    fireEvent.keyDown(document.body, { key: "[" });
    await waitFor(() => expect(router.state.location.search).toEqual({}));
  });

  it("goes through its rows by j and k, and opens one by Enter", async () => {
    const rows = [ticketRow(), ticketRow(), ticketRow()].reverse();
    tickets = () => page(rows);
    const router = await show("/inbox?view=all");
    await screen.findByRole("link", { name: new RegExp(`Cliente ${rows[0]?.number}`) });
    for (const key of ["j", "j", "j", "k"]) fireEvent.keyDown(document.body, { key });
    await waitFor(() =>
      expect((document.activeElement as HTMLElement | null)?.dataset.ticket).toBe(rows[1]?.id),
    );
    await userEvent.click(document.activeElement as HTMLElement);
    await waitFor(() => expect(router.state.location.pathname).toBe(`/inbox/${rows[1]?.id}`));
    const item = document.activeElement?.closest("li");
    expect([item?.getAttribute("aria-setsize"), item?.getAttribute("aria-posinset")]).toEqual(["3", "2"]);
  });

  it("draws few of ten thousand, and asks for the next page before the end", async () => {
    const rows = Array.from({ length: 100 }, () => ticketRow()).reverse();
    tickets = (url) => (url.searchParams.has("cursor") ? page([]) : page(rows, "next"));
    await show("/inbox?view=all");
    await screen.findByRole("link", { name: new RegExp(`Cliente ${rows[0]?.number}`) });
    const list = screen.getByRole("list", { name: "Lista de conversas" });
    expect(within(list).getAllByRole("listitem").length).toBeLessThan(20);
    expect(list.querySelectorAll("*").length).toBeLessThan(300);
  });

  it("says why it cannot be read, and tries again", async () => {
    tickets = () => problem(500, "internal-error", { requestId: "req-1" });
    await show();
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("As conversas não puderam ser carregadas");
    expect(alert.textContent).toContain("req-1");
    tickets = () => page([]);
    await userEvent.click(within(alert).getByRole("button", { name: "Tentar de novo" }));
    await screen.findByText("Tudo em dia");
  });

  it("searches people and messages, and a hit opens its conversation at the message", async () => {
    const router = await show();
    await screen.findByText("Tudo em dia");
    fireEvent.keyDown(document.body, { key: "/" });
    const field = screen.getByRole("searchbox");
    expect(document.activeElement).toBe(field);
    await userEvent.type(field, "entrega");
    await waitFor(() => expect(listAsked()?.searchParams.get("q")).toBe("entrega"));
    await userEvent.click(await screen.findByRole("button", { name: "Mensagens" }));
    const hit = await screen.findByRole("link", { name: /Rita/ });
    expect(hit.querySelector("mark")?.textContent).toBe("entrega");
    await userEvent.click(hit);
    await waitFor(() =>
      expect(router.state.location.search).toMatchObject({
        q: "entrega",
        find: "messages",
        at: "00000000-0000-7000-8000-0000000000aa",
      }),
    );
  });

  it("ends a search by Escape, and takes it up again by the address", async () => {
    const router = await show("/inbox?view=all&q=ana");
    const field = (await screen.findByRole("searchbox")) as HTMLInputElement;
    expect(field.value).toBe("ana");
    fireEvent.keyDown(field, { key: "Escape" });
    await waitFor(() => expect(router.state.location.search).toEqual({ view: "all" }));
    expect(field.value).toBe("");
    router.history.back();
    await waitFor(() => expect(field.value).toBe("ana"));
    await userEvent.type(field, " maria");
    await waitFor(() => expect(router.state.location.search).toEqual({ view: "all", q: "ana maria" }));
    expect(field.value).toBe("ana maria");
  });

  it("narrows by filters of the address, each with a way off", async () => {
    const router = await show("/inbox?view=all&only=waiting&priority=urgent&view2=x");
    expect(await screen.findByText("Nada encontrado")).toBeTruthy();
    expect(listAsked()?.searchParams.get("waiting")).toBe("true");
    await userEvent.click(screen.getByRole("button", { name: /Prioridade: Urgente/ }));
    await waitFor(() => expect(router.state.location.search).toEqual({ view: "all", only: "waiting" }));
  });
});

describe("selected tickets", () => {
  it("are acted on together", async () => {
    const rows = [ticketRow(), ticketRow(), ticketRow()].reverse();
    tickets = () => page(rows);
    await show("/inbox?view=all");
    await screen.findByRole("link", { name: new RegExp(`Cliente ${rows[0]?.number}`) });
    for (const key of ["j", "x", "j", "x"]) fireEvent.keyDown(document.body, { key });
    const bar = await screen.findByRole("region", { name: "Ações para as conversas selecionadas" });
    expect(bar.textContent).toContain("2 conversas selecionadas");
    await userEvent.click(within(bar).getByRole("button", { name: "Marcar como lidas" }));
    await waitFor(() => expect(asked.some((url) => url.pathname === "/api/v1/bulk/tickets")).toBe(true));
  });

  it("are not offered to those who may only read", async () => {
    tickets = () => page([ticketRow()]);
    await show("/inbox?view=all", { permissions: ["tickets:read", "channels:read"] });
    await screen.findByRole("link", { name: /Cliente/ });
    fireEvent.keyDown(document.body, { key: "j" });
    fireEvent.keyDown(document.body, { key: "x" });
    expect(screen.queryByRole("region", { name: "Ações para as conversas selecionadas" })).toBeNull();
  });
});

describe("the first run", () => {
  it("leads to a channel, and to the simulator where there is one", async () => {
    channels = [];
    await show("/inbox", { permissions: ["tickets:read", "channels:read", "channels:write"] });
    expect((await screen.findByRole("link", { name: "Conectar um número" })).getAttribute("href")).toBe(
      "/channels/new",
    );
    const simulator = await screen.findByRole("link", { name: /simulador/ });
    expect(simulator.getAttribute("href")).toBe("http://127.0.0.1:8090");
  });

  it("tells whom to ask who may not connect", async () => {
    channels = [];
    await show();
    expect(await screen.findByText("Peça a um administrador que conecte um número.")).toBeTruthy();
    expect(screen.queryByRole("link", { name: "Conectar um número" })).toBeNull();
  });
});
