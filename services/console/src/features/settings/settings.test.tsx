/** One's own account, the team and API keys, as people use them. */

import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { expectAccessible } from "@/shared/testing/axe";
import { answer, browserSession } from "@/shared/testing/people";
import { KeysScreen } from "./keys/KeysScreen";
import { MeScreen } from "./me/MeScreen";
import { serve, show } from "./settings.testing";
import { TeamScreen } from "./team/TeamScreen";

beforeAll(() => {
  vi.stubGlobal("matchMedia", () => ({
    matches: false,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }));
});

afterEach(() => vi.unstubAllGlobals);

const SELF = { ...browserSession().user, role: "owner" as const };
const BIA = { ...SELF, id: "u2", name: "Bia", email: "bia@padaria.example", role: "agent" };
const problem = (status: number, code: string, more: object = {}) =>
  answer({ type: code, title: code, status, code, params: {}, ...more }, status);

describe("one's own account", () => {
  it("changes a preference at once", async () => {
    const server = serve({
      "PATCH /auth/me/preferences": (body) => answer({ ...browserSession().preferences, ...body }),
    });
    await show(MeScreen, "settingsMe");
    await expectAccessible();
    await userEvent.click(screen.getByRole("radio", { name: "Escuro" }));
    await waitFor(() => expect(server.bodiesOf("PATCH /auth/me/preferences")).toEqual([{ theme: "dark" }]));
    expect((screen.getByRole("radio", { name: "Escuro" }) as HTMLInputElement).checked).toBe(true);
  });

  it("says at the field that the password is wrong", async () => {
    const wrong = { field: "currentPassword", code: "wrong-password", message: "A senha está errada." };
    serve({ "POST /auth/password": () => problem(422, "wrong-password", { errors: [wrong] }) });
    await show(MeScreen, "settingsMe");
    await userEvent.type(screen.getByLabelText("Senha atual"), "no");
    await userEvent.type(screen.getByLabelText("Nova senha"), "a quiet river{Enter}");
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Senha atual")));
    expect(screen.getByLabelText("Senha atual").getAttribute("aria-invalid")).toBe("true");
  });
});

describe("the team", () => {
  const users = () => answer({ items: [SELF, BIA], nextCursor: null });

  it("invites, and shows what the address is refused for", async () => {
    const refused = { field: "email", code: "not_an_email", message: "Não é um e-mail." };
    const server = serve({
      "GET /users": users,
      "POST /users/invitations": () => problem(422, "invalid-input", { errors: [refused] }),
    });
    await show(TeamScreen, "settingsTeam");
    await screen.findByText("bia@padaria.example");
    await expectAccessible();
    await userEvent.click(screen.getByRole("button", { name: "Convidar" }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.type(within(dialog).getByLabelText("E-mail"), "bia");
    await userEvent.click(within(dialog).getByRole("button", { name: "Enviar convite" }));
    await waitFor(() =>
      expect(within(dialog).getByLabelText("E-mail").getAttribute("aria-invalid")).toBe("true"),
    );
    expect(server.bodiesOf("POST /users/invitations")).toEqual([{ email: "bia", role: "agent" }]);
  });

  it("shows agents who is in it, and nothing to do", async () => {
    serve({ "GET /users": users });
    await show(TeamScreen, "settingsTeam", { permissions: ["self", "users:read"] });
    await screen.findByText("bia@padaria.example");
    expect(screen.queryByRole("button", { name: "Convidar" })).toBeNull();
    expect(screen.queryByRole("button", { name: /Ações para/ })).toBeNull();
  });
});

describe("API keys", () => {
  const scopes = ["contacts:read"];
  const made = { id: "k", name: "Loja", scopes, createdBy: "u1", createdAt: "2026-11-29T12:00:00Z" };
  const open = async () => {
    await show(KeysScreen, "settingsKeys");
    await screen.findByText("Nenhuma chave ainda");
    await userEvent.click(screen.getByRole("button", { name: "Criar chave" }));
    const dialog = await screen.findByRole("dialog");
    const submit = () => userEvent.click(within(dialog).getByRole("button", { name: "Criar chave" }));
    return { dialog, submit };
  };

  it("are made with only what was chosen, and shown once", async () => {
    const key = { ...made, expiresAt: null, lastUsedAt: null, revokedAt: null, key: "atk_secret" };
    const server = serve({ "POST /api-keys": () => answer(key, 201) });
    const { dialog, submit } = await open();
    await submit();
    expect(within(dialog).getByText("Escolha pelo menos uma permissão.")).toBeTruthy();
    await userEvent.type(within(dialog).getByLabelText("Nome"), "Loja");
    await userEvent.click(within(dialog).getByLabelText("Ver contatos"));
    await expectAccessible();
    await submit();
    const shown = await screen.findByDisplayValue("atk_secret");
    const done = screen.getByRole("button", { name: "Pronto" });
    expect((done as HTMLButtonElement).disabled).toBe(true);
    await userEvent.click(screen.getByLabelText("Guardei a chave em um lugar seguro"));
    await userEvent.click(done);
    await waitFor(() => expect(shown.isConnected).toBe(false));
    expect(server.bodiesOf("POST /api-keys")).toMatchObject([{ name: "Loja", scopes }]);
  });

  it("say so when a key was made and its answer lost", async () => {
    serve({ "POST /api-keys": () => problem(409, "idempotency-answer-not-kept") });
    const { dialog, submit } = await open();
    await userEvent.type(within(dialog).getByLabelText("Nome"), "Loja");
    await userEvent.click(within(dialog).getByLabelText("Ver contatos"));
    await submit();
    expect(await within(dialog).findByText(/a resposta se perdeu/)).toBeTruthy();
  });
});
