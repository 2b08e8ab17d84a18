/** The conversation on screen: what is written goes to its ticket, once; what fails says so; what others do is told. */

import { QueryClient } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from "@tanstack/react-router";
import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { session } from "@/shared/api/session";
import { drafts } from "@/shared/outbox/drafts";
import { outbox } from "@/shared/outbox/outbox";
import { messageOf } from "@/shared/testing/messages-of";
import { answer, problem } from "@/shared/testing/people";
import { render } from "@/shared/testing/render";
import { serve } from "@/shared/testing/server";
import { Toaster } from "@/shared/ui/Toaster";
import { dismiss, toasts } from "@/shared/ui/toast";
import { applyMessage } from "../live-messages";
import { ticketRow } from "../sample";
import { type Ticket, ticketKey } from "../ticket";
import { Conversation } from "./Conversation";

const ME = "u1";
const hour = 3_600_000;
const inAWhile = () => new Date(Date.now() + 5 * hour).toISOString();

let ticket: Ticket;
let messages: ReturnType<typeof messageOf>[];
let client: QueryClient;
let extra: Record<string, unknown>;
let requests: Request[];

const posts = async (path: string) =>
  Promise.all(
    requests
      .filter((request) => request.method === "POST" && new URL(request.url).pathname.endsWith(path))
      .map((request) => request.clone().json()),
  );

async function show(id = ticket.id, heading = "Rita Prado") {
  requests = serve(
    {
      "GET /api/v1/tickets/*": () => ticket,
      "GET /api/v1/tickets/*/messages": () => ({ items: messages, nextCursor: null, previousCursor: null }),
      "POST /api/v1/tickets/*/read": () => ticket,
      "GET /api/v1/users": { items: [person(ME, "Ana Lima"), person("u2", "Rui Reis")] },
      "GET /api/v1/channels": {
        items: [{ id: "channel", name: "Loja", capabilities: ["service_window"], status: "active" }],
      },
      "GET /api/v1/quick-replies": { items: [quickReply] },
      "GET /api/v1/queues": { items: [] },
      "GET /api/v1/tags": { items: [] },
      "GET /api/v1/macros": { items: [] },
      "GET /api/v1/presence": { items: [{ userId: "u2", status: "online" }] },
      ...extra,
    },
    { permissions: ["tickets:read", "tickets:write", "channels:read", "users:read"] },
  );
  await drafts.open(ME);
  await outbox.open(ME);
  const root = createRootRoute({
    component: () => (
      <>
        <Conversation key={id} ticketId={id} />
        <Toaster />
      </>
    ),
  });
  const router = createRouter({
    routeTree: root.addChildren([createRoute({ getParentRoute: () => root, path: "/" })]),
    history: createMemoryHistory({ initialEntries: ["/"] }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: the router of the console is another type.
  const shown = await render(<RouterProvider router={router as any} />, {
    messages: ["inboxConversation", "inboxComposer", "sharedUiConversation", "sharedKeyboard"],
    queryClient: client,
  });
  await screen.findByRole("heading", { name: heading });
  return shown;
}

const person = (id: string, name: string) => ({
  id,
  name,
  role: "agent",
  status: "active",
  email: `${id}@x.br`,
});
const quickReply = {
  id: "q1",
  shortcut: "bomdia",
  title: "Bom dia",
  text: "Bom dia, {{contact.firstName}}!",
  shared: true,
  queueIds: [],
  media: null,
};
const field = () =>
  screen.getByLabelText<HTMLTextAreaElement>("Mensagem para o cliente", { selector: "textarea" });

beforeEach(() => {
  client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  ticket = ticketRow({
    assigneeId: ME,
    status: "open",
    contact: { id: "c1", name: "Rita Prado", phone: "5511999990000", blockedAt: null },
    windowOpenUntil: inAWhile(),
  });
  messages = [
    messageOf("text", {
      id: "m1",
      ticketId: ticket.id,
      channelId: "channel",
      text: "Tem pão?",
      providerMessageId: "w1",
    }),
  ];
  extra = {};
  Element.prototype.scrollIntoView = vi.fn();
  vi.spyOn(Element.prototype, "clientHeight", "get").mockReturnValue(720);
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(720);
  vi.spyOn(HTMLElement.prototype, "offsetWidth", "get").mockReturnValue(640);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await outbox.forget(ME);
  await drafts.forget(ME);
  for (const toast of toasts.snapshot()) dismiss(toast.id);
});

describe("writing", () => {
  it("sends once, however often Enter is pressed, and shows it before the server has answered", async () => {
    let release: (given: unknown) => void = () => undefined;
    extra["POST /api/v1/tickets/*/messages"] = () =>
      new Promise((done) => {
        release = done;
      });
    await show();
    await userEvent.type(field(), "Tem sim!");
    fireEvent.keyDown(field(), { key: "Enter", keyCode: 13 });
    fireEvent.keyDown(field(), { key: "Enter", keyCode: 13 });
    expect(field().value).toBe("");
    expect(await screen.findByText("Tem sim!")).toBeTruthy();
    expect(screen.getByText("Enviando")).toBeTruthy();
    await waitFor(async () => expect(await posts("/messages")).toHaveLength(1));
    const [sent] = await posts("/messages");
    expect(sent.text).toBe("Tem sim!");
    release(
      messageOf("text", {
        id: "m2",
        ticketId: ticket.id,
        direction: "out",
        text: "Tem sim!",
        clientMessageId: sent.clientMessageId,
        status: "queued",
        sentAt: "2026-11-29T15:00:00Z",
      }),
    );
    expect(await screen.findByText("Na fila de envio")).toBeTruthy();
    expect(screen.getAllByText("Tem sim!")).toHaveLength(1);
  });

  it("does not send while an input method composes, nor with Shift", async () => {
    await show();
    await userEvent.type(field(), "nihao");
    fireEvent.keyDown(field(), { key: "Enter", keyCode: 229, isComposing: true });
    fireEvent.keyDown(field(), { key: "Enter", keyCode: 13, shiftKey: true });
    expect(await posts("/messages")).toEqual([]);
    expect(field().value).toBe("nihao");
  });

  it("says why something was not sent, and takes it back to be changed", async () => {
    extra["POST /api/v1/tickets/*/messages"] = () =>
      problem(409, "contact-blocked", { detail: "Bloqueado." });
    await show();
    await userEvent.type(field(), "Oi{Enter}");
    expect(await screen.findByText("Não enviada")).toBeTruthy();
    await userEvent.type(field(), "e mais");
    await userEvent.click(screen.getByRole("button", { name: "Editar" }));
    await waitFor(() => expect(field().value).toBe("Oi\ne mais"));
    expect(screen.queryByText("Não enviada")).toBeNull();
  });

  it("keeps what is typed when nobody is signed in any more", async () => {
    await show();
    await userEvent.type(field(), "Tem sim!");
    await act(() => session.revoked());
    outbox.close();
    fireEvent.keyDown(field(), { key: "Enter", keyCode: 13 });
    expect(field().value).toBe("Tem sim!");
    expect(await posts("/messages")).toHaveLength(0);
  });

  it("keeps what is typed for its ticket, and for notes apart", async () => {
    const shown = await show();
    await userEvent.type(field(), "meio escrito");
    await userEvent.click(screen.getByRole("button", { name: "Nota" }));
    await userEvent.type(screen.getByLabelText("Nota interna", { selector: "textarea" }), "só nosso");
    await userEvent.click(screen.getByRole("button", { name: /^Mensagem/ }));
    expect(field().value).toBe("meio escrito");
    shown.unmount();
    const first = ticket;
    ticket = {
      ...ticketRow({ assigneeId: ME, status: "open", contact: first.contact, windowOpenUntil: inAWhile() }),
    };
    const other = await show();
    expect(field().value).toBe("");
    other.unmount();
    ticket = first;
    await show();
    expect(field().value).toBe("meio escrito");
    expect(drafts.get(first.id, "note").text).toBe("só nosso");
  });

  it("puts a quick reply in with its values, and says which are missing", async () => {
    extra["POST /api/v1/quick-replies/*/render"] = {
      text: "Bom dia, !",
      media: null,
      missing: ["contact.firstName"],
    };
    await show();
    await screen.findByText("Tem pão?");
    await userEvent.type(field(), "/bom");
    await screen.findByRole("option", { name: /bomdia/ });
    expect(field().getAttribute("aria-activedescendant")).toBeTruthy();
    await userEvent.keyboard("{Enter}");
    await waitFor(() => expect(field().value).toBe("Bom dia, !"));
    expect(await screen.findByText(/não tem contact.firstName/)).toBeTruthy();
    expect(await posts("/messages")).toEqual([]);
  });

  it("names colleagues in a note, who are told of it", async () => {
    extra["POST /api/v1/tickets/*/notes"] = async (request: Request) => {
      const body = await request.json();
      return messageOf("note", {
        id: "n1",
        ticketId: ticket.id,
        direction: "out",
        authorId: ME,
        clientMessageId: body.clientMessageId,
        text: body.text,
        status: "internal",
        sentAt: "2026-11-29T15:00:00Z",
        content: { note: { mentions: body.mentions } },
      });
    };
    await show();
    await userEvent.click(screen.getByRole("button", { name: "Nota" }));
    const note = screen.getByLabelText("Nota interna", { selector: "textarea" });
    await userEvent.type(note, "Veja @ru");
    await screen.findByRole("option", { name: "Rui Reis" });
    await userEvent.keyboard("{Enter}");
    await userEvent.type(note, "por favor{Enter}");
    await waitFor(async () =>
      expect(await posts("/notes")).toMatchObject([{ text: "Veja @Rui Reis por favor", mentions: ["u2"] }]),
    );
  });

  it("quotes the message that is answered", async () => {
    extra["POST /api/v1/tickets/*/messages"] = () => new Promise(() => undefined);
    await show();
    const bubble = (await screen.findByText("Tem pão?")).closest("article") as HTMLElement;
    fireEvent.pointerEnter(bubble.parentElement as HTMLElement);
    await userEvent.click(within(bubble).getByRole("button", { name: "Mais ações" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: /Responder/ }));
    await userEvent.type(field(), "Tem!{Enter}");
    await waitFor(async () =>
      expect(await posts("/messages")).toMatchObject([{ text: "Tem!", replyTo: "w1" }]),
    );
  });
});

describe("what was not sent", () => {
  it("comes back with what it quotes", async () => {
    extra["POST /api/v1/tickets/*/messages"] = () => problem(409, "window-closed");
    await show();
    await outbox.send({
      clientMessageId: crypto.randomUUID(),
      ticketId: ticket.id,
      kind: "message",
      text: "Tem!",
      replyTo: "w1",
    });
    await userEvent.click(await screen.findByRole("button", { name: "Editar" }));
    expect(drafts.get(ticket.id, "reply")).toMatchObject({ text: "Tem!", quote: { messageId: "m1" } });
  });
});

describe("what stands in the way", () => {
  it("is a colleague who has the ticket: taking over opens the field", async () => {
    ticket = { ...ticket, assigneeId: "u2" };
    extra["POST /api/v1/tickets/*/take-over"] = () => ({ ...ticket, assigneeId: ME, revision: 2 });
    await show();
    expect(await screen.findByText("Rui Reis está atendendo este cliente.")).toBeTruthy();
    expect(screen.queryByLabelText("Mensagem para o cliente", { selector: "textarea" })).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Assumir" }));
    expect(await screen.findByLabelText("Mensagem para o cliente", { selector: "textarea" })).toBeTruthy();
  });

  it("is the window: a template is offered, and what was typed stays", async () => {
    drafts.change(ticket.id, "reply", { text: "guardado" });
    ticket = { ...ticket, windowOpenUntil: new Date(Date.now() - hour).toISOString() };
    await show();
    drafts.change(ticket.id, "reply", { text: "guardado" });
    expect(await screen.findByRole("button", { name: "Escolher modelo" })).toBeTruthy();
    expect(field().value).toBe("guardado");
    expect(field().readOnly).toBe(true);
    fireEvent.keyDown(field(), { key: "Enter", keyCode: 13 });
    expect(await posts("/messages")).toEqual([]);
  });

  it.each([
    ["backoff", true, /está se reconectando ao WhatsApp/],
    ["idle", true, /está se reconectando ao WhatsApp/],
    ["idle", false, /não está conectado ao WhatsApp/],
    ["replaced", true, /não está conectado ao WhatsApp/],
  ])("is a channel that is away (%s, linked: %s): what is written waits", async (status, linked, words) => {
    extra["GET /api/v1/channels"] = {
      items: [
        { id: "channel", name: "Balcão", capabilities: [], status: "active", session: { status, linked } },
      ],
    };
    await show();
    expect(await screen.findByText(words)).toBeTruthy();
    expect(field().disabled).toBe(false);
    expect(screen.queryByRole("link", { name: "Conectar" })).toBeNull();
  });

  it("is a colleague who was faster: it says who, and shows the ticket as it was", async () => {
    ticket = { ...ticket, assigneeId: null, status: "pending" };
    extra["POST /api/v1/tickets/*/accept"] = () => problem(409, "ticket-taken", { assigneeId: "u2" });
    await show();
    await userEvent.click(await screen.findByRole("button", { name: "Assumir" }));
    expect(await screen.findByText("Rui Reis assumiu este ticket antes de você.")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Assumir" })).toBeTruthy();
  });
});

describe("a group", () => {
  const group = "120363000000000001@g.us";
  beforeEach(() => {
    ticket = { ...ticket, groupId: group, groupName: "Festa da escola", windowOpenUntil: null };
    messages = [
      messageOf("text", { id: "m1", groupId: group, senderName: "Bia", contactId: "c2", text: "Oi!" }),
      messageOf("text", { id: "m2", groupId: group, senderName: "Rui", contactId: "c3", text: "Olá!" }),
    ].map((message) => ({ ...message, ticketId: ticket.id, channelId: "channel" }));
  });
  const channel = (groups: boolean) => ({
    items: [
      {
        id: "channel",
        name: "Balcão",
        capabilities: [],
        status: "active",
        session: { status: "open", linked: true, groups },
      },
    ],
  });

  it("names who wrote each message, and is answered where its channel allows it", async () => {
    extra["GET /api/v1/channels"] = channel(true);
    await show(ticket.id, "Grupo · Festa da escola");
    expect(await screen.findByRole("article", { name: /^Bia/ })).toBeTruthy();
    expect(screen.getByText("Rui")).toBeTruthy();
    expect(field().disabled).toBe(false);
  });

  it("is only read elsewhere, and says so", async () => {
    extra["GET /api/v1/channels"] = channel(false);
    await show(ticket.id, "Grupo · Festa da escola");
    expect(await screen.findByText(/Grupos não são respondidos por este canal/)).toBeTruthy();
  });
});

describe("what happens", () => {
  it("can be undone: a ticket that was closed goes on", async () => {
    extra["POST /api/v1/tickets/*/close"] = () => ({
      ...ticket,
      status: "closed",
      closedAt: "2026-11-29T15:00:00Z",
      revision: 2,
    });
    extra["POST /api/v1/tickets/*/reopen"] = () => ({ ...ticket, revision: 3 });
    await show();
    await userEvent.click(await screen.findByRole("button", { name: "Encerrar" }));
    await userEvent.type(await screen.findByLabelText(/Motivo/), "Resolvido{Enter}");
    expect(await screen.findByText("Este ticket está encerrado.")).toBeTruthy();
    expect(await posts("/close")).toEqual([{ reason: "Resolvido" }]);
    await userEvent.click(await screen.findByRole("button", { name: "Desfazer" }));
    expect(await screen.findByLabelText("Mensagem para o cliente", { selector: "textarea" })).toBeTruthy();
  });

  it("is told in one sentence when several messages arrive", async () => {
    await show();
    await screen.findByText("Tem pão?");
    const arrive = (id: string, minute: number) =>
      applyMessage(
        client,
        messageOf("text", {
          id,
          ticketId: ticket.id,
          text: `n${id}`,
          sentAt: `2026-11-29T15:0${minute}:00Z`,
        }),
      );
    act(() => {
      arrive("m5", 1);
      arrive("m6", 2);
    });
    expect(
      await screen.findByText("2 novas mensagens de Rita Prado", undefined, { timeout: 3000 }),
    ).toBeTruthy();
    expect(screen.getByRole("log").getAttribute("aria-live")).toBe("off");
  });

  it("is shown at once when one reacts, and taken back if it is refused", async () => {
    let refuse: (given: unknown) => void = () => undefined;
    extra["POST /api/v1/tickets/*/messages"] = () =>
      new Promise((done) => {
        refuse = done;
      });
    await show();
    const bubble = (await screen.findByText("Tem pão?")).closest("article") as HTMLElement;
    fireEvent.pointerEnter(bubble.parentElement as HTMLElement);
    await userEvent.click(within(bubble).getByRole("button", { name: "Reagir" }));
    await userEvent.click(await screen.findByRole("button", { name: "👍" }));
    expect(await screen.findByRole("list", { name: "Reações" })).toBeTruthy();
    refuse(problem(409, "window-closed", { detail: "x" }));
    await waitFor(() => expect(screen.queryByRole("list", { name: "Reações" })).toBeNull());
  });

  it("says so when the ticket is not there", async () => {
    extra["GET /api/v1/tickets/*"] = () =>
      answer({ type: "x", title: "x", status: 404, code: "not-found" }, 404);
    await expect(show()).rejects.toThrow();
    expect(await screen.findByText("Este ticket não está disponível")).toBeTruthy();
  });

  it("says so when the quoted message cannot be read", async () => {
    messages = [{ ...messages[0], replyTo: "w0" } as (typeof messages)[number]];
    extra["GET /api/v1/tickets/*/messages"] = (_request: Request, url: URL) =>
      url.searchParams.has("cursor")
        ? problem(400, "invalid-cursor")
        : { items: messages, nextCursor: "more", previousCursor: null };
    await show();
    await userEvent.click(await screen.findByTitle("Ir para a mensagem citada"));
    await waitFor(() => expect(toasts.snapshot()).toMatchObject([{ tone: "danger" }]));
  });

  it("leaves the screen when one may no longer see it", async () => {
    await show();
    vi.mocked(fetch).mockImplementation(async () => problem(404, "not-found"));
    await act(() => client.invalidateQueries({ queryKey: ticketKey(ticket.id) }));
    expect(await screen.findByText("Este ticket não está disponível")).toBeTruthy();
    expect(screen.queryByText("Tem pão?")).toBeNull();
  });
});
