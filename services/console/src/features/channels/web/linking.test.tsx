/** A new channel by WhatsApp Web: its risk, its name, and a phone that is linked by a QR code or a code to type. */

import { act, cleanup, configure, screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { lookupKeys } from "@/shared/api/lookups";
import { queryClient } from "@/shared/api/queries";
import { expectAccessible } from "@/shared/testing/axe";
import { problem } from "@/shared/testing/people";
import type { Pairing } from "./session";
import { sockets } from "./sockets.testing";
import { webChannel } from "./web.sample";
import {
  attemptsOf,
  becomes,
  begin,
  bodiesOf,
  code,
  ID,
  inSeconds,
  LINK,
  picture,
  server,
  show,
  startAnew,
  tell,
} from "./web.testing";

configure({ asyncUtilTimeout: 5_000 });
vi.setConfig({ testTimeout: 20_000 });

vi.mock("@/shared/realtime/sockets", () => import("./sockets.testing"));

beforeEach(startAnew);
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

    becomes({ status: "paired", phone: "+5511912345678", linked: true });
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
    server.answers = {
      "POST /api/v1/channels": () => {
        throw new TypeError("the answer was lost");
      },
    };
    await show("/channels/new?provider=web");
    await begin("Balcão");
    await userEvent.click(screen.getByRole("checkbox", { name: "Trazer mensagens de grupos" }));
    await userEvent.click(screen.getByRole("button", { name: "Criar e mostrar o QR code" }));
    await screen.findByRole("alert");
    const attempts = attemptsOf();
    cleanup();
    server.answers = {};
    await show("/channels/new?provider=web&step=settings");
    expect(((await screen.findByLabelText("Nome do canal")) as HTMLInputElement).value).toBe("Balcão");
    await userEvent.click(screen.getByRole("button", { name: "Criar e mostrar o QR code" }));
    await screen.findByText("Esperando o código do WhatsApp…");
    expect(await bodiesOf("POST", "/api/v1/channels")).toEqual([
      { name: "Balcão", provider: "whatsapp_web", acceptRisk: true, groups: true, history: true },
    ]);
    expect(new Set([...attempts, ...attemptsOf()]).size).toBe(1);
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
    expect(new Set(attemptsOf()).size).toBe(2);
  });

  it("is another attempt once something is changed", async () => {
    server.answers = { "POST /api/v1/channels": () => problem(422, "invalid-input") };
    await show("/channels/new?provider=web");
    await begin("Balcão");
    for (const more of ["{Enter}", "{Enter}", " 2{Enter}"]) {
      await userEvent.type(screen.getByLabelText("Nome do canal"), more);
      await screen.findByRole("alert");
    }
    await waitFor(() => expect(attemptsOf().length).toBe(3));
    const [one, again, other] = attemptsOf();
    expect(again).toBe(one);
    expect(other).not.toBe(one);
  });

  it("asks for the risk where an address leads past it", async () => {
    await show("/channels/new?provider=web&step=settings");
    await screen.findByRole("checkbox", { name: /assumo o risco/ });
  });

  it("says why it was not made", async () => {
    server.answers = {
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
    becomes({ status: "qr", phone: null, linked: false }, { method: "qr", ...code("one", 15) }, false);
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
    becomes({ status: "qr", phone: null, linked: false }, { method: "qr", ...code("one") }, false);
    await show(LINK);
    await screen.findByRole("img", { name: /QR code que conecta/ });
    const one = picture();
    becomes({}, code("two", 30), false);
    await waitFor(() => expect(picture()).not.toBe(one));
    becomes(
      { status: "open", phone: "+5511912345678", linked: true },
      { kind: null, code: null, expiresAt: null },
      false,
    );
    await screen.findByText("Conectado como +55 11 91234-5678");
  });

  it("is not undone by an answer that was asked for before it", async () => {
    becomes({ status: "qr", phone: null, linked: false }, { method: "qr", ...code("one", 15) }, false);
    let release: (value: Pairing) => void = () => undefined;
    let calls = 0;
    server.answers = {
      "GET /api/v1/channels/*/pairing": () => {
        calls += 1;
        return calls === 1 ? server.pairing : new Promise<Pairing>((done) => (release = done));
      },
    };
    await show(LINK);
    await screen.findByRole("img", { name: /QR code que conecta/ });
    const old = server.pairing;
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
    becomes({ status: "idle", linked: false }, {}, false);
    const before = server.pairing;
    let release: (value: Pairing) => void = () => undefined;
    let calls = 0;
    server.answers = {
      "GET /api/v1/channels/*/pairing": () => {
        calls += 1;
        return calls === 1 ? new Promise<Pairing>((done) => (release = done)) : server.pairing;
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
    becomes({ status: "qr", phone: null, linked: false }, { method: "qr", ...code("one", 1) }, false);
    await show(LINK);
    await screen.findByRole("img", { name: /QR code que conecta/ });
    await screen.findByText("Esperando o código do WhatsApp…");
    expect(picture()).toBeUndefined();
    await userEvent.click(screen.getByRole("button", { name: "Gerar novo código" }));
    await waitFor(async () =>
      expect(await bodiesOf("POST", `/api/v1/channels/${ID}/pairing`)).toEqual([{ method: "qr" }]),
    );
  });

  it("is not offered for a phone that is linked and about to connect, or while the channel is off", async () => {
    becomes({ status: "idle" }, {}, false);
    await show(LINK);
    await screen.findByText("Isto leva alguns segundos.");
    expect(screen.queryByRole("button", { name: "Mostrar o QR code" })).toBeNull();
    server.channel = webChannel(server.channel?.session, { status: "disabled" });
    act(() => void queryClient.invalidateQueries({ queryKey: lookupKeys.channels }));
    await screen.findByText("Este canal está desativado");
    await screen.findByRole("link", { name: "Abrir as configurações" });
    await expectAccessible();
  });

  it("says that nobody used it in time, and is begun again", async () => {
    const lastError = {
      code: "pairing_expired",
      pt: "Ninguém leu o QR code a tempo.",
      en: "Nobody did.",
    } as const;
    becomes({ status: "idle", phone: null, linked: false, lastError }, {}, false);
    await show(LINK);
    await screen.findByText(/Ninguém leu o QR code/);
    await expectAccessible();
    await userEvent.click(screen.getByRole("button", { name: "Mostrar o QR code" }));
    await screen.findByText("Esperando o código do WhatsApp…");
  });

  it("can be typed: it is shown large, read letter by letter, and copied", async () => {
    const user = userEvent.setup();
    becomes({ status: "qr", phone: null, linked: false }, { method: "qr", ...code("one", 60) }, false);
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
