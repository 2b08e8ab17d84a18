/** The page of a channel by WhatsApp Web: its states, what can be done in each, and its settings. */

import { act, configure, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { lookupKeys } from "@/shared/api/lookups";
import { queryClient } from "@/shared/api/queries";
import { expectAccessible } from "@/shared/testing/axe";
import { browserSession, problem } from "@/shared/testing/people";
import type { SessionState } from "./session";
import { webChannel } from "./web.sample";
import { becomes, bodiesOf, ID, inSeconds, server, show, startAnew } from "./web.testing";

configure({ asyncUtilTimeout: 5_000 });
vi.setConfig({ testTimeout: 20_000 });

vi.mock("@/shared/realtime/sockets", () => import("./sockets.testing"));

beforeEach(startAnew);
afterEach(() => vi.restoreAllMocks());

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
    const linked = state !== "idle" && state !== "logged_out";
    becomes({ status: state as SessionState, linked }, {}, false);
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

  it.each([
    ["active", "Prestes a conectar", ["Conectar agora", "Desconectar do celular"]],
    ["disabled", "Desativado", ["Desconectar do celular"]],
  ] as const)("keeps the phone of a channel that is %s and not connected", async (status, name, actions) => {
    becomes({ status: "idle" }, {}, false);
    server.channel = webChannel(server.channel?.session, { status });
    await show(`/channels/${ID}`);
    const card = await screen.findByRole("region", { name: "Conexão" });
    expect(within(card).getByText(name)).toBeTruthy();
    expect(within(card).queryByText(/Nenhum celular/)).toBeNull();
    expect(
      within(card)
        .getAllByRole("button")
        .map((button) => button.textContent),
    ).toEqual(actions);
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
    server.answers = { "POST /api/v1/channels/*/logout": () => undefined };
    becomes({}, {}, false);
    await show(`/channels/${ID}`);
    await userEvent.click(await screen.findByRole("button", { name: "Desconectar do celular" }));
    const question = await screen.findByRole("alertdialog", { name: "Desconectar Balcão do celular?" });
    expect(server.requests.some(({ url }) => url.endsWith("/logout"))).toBe(false);
    await userEvent.click(within(question).getByRole("button", { name: "Desconectar do celular" }));
    await waitFor(() => expect(server.requests.some(({ url }) => url.endsWith("/logout"))).toBe(true));
  });

  it("says why it could not be connected again", async () => {
    server.answers = {
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
    server.channel = webChannel(server.channel?.session, { displayPhone: "+5511912345678" });
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
      server.channel = webChannel({ status }, { name: given, revision: (server.channel?.revision ?? 0) + 1 });
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
