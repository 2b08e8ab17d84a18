/** Registering, and what the links of e-mails lead to. */

import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { expectAccessible } from "@/shared/testing/axe";
import { EmailChangeScreen } from "./EmailChangeScreen";
import { problem, serve, showAt } from "./entry.testing";
import { InvitationScreen } from "./InvitationScreen";
import { PasswordResetScreen } from "./PasswordResetScreen";
import { RegisterScreen } from "./RegisterScreen";

afterEach(() => vi.unstubAllGlobals());

describe("registering", () => {
  it("says where the link was sent, and shows errors at their fields", async () => {
    const tooCommon = { field: "password", code: "password-too-common", message: "Fácil de adivinhar." };
    serve({
      "web/register": [
        [422, problem(422, "invalid-input", { errors: [tooCommon] })],
        [202, { detail: "sent" }],
      ],
    });
    await showAt("/register", RegisterScreen);
    await expectAccessible();
    await userEvent.type(screen.getByLabelText("Nome da empresa"), "Padaria");
    await userEvent.type(screen.getByLabelText("Seu nome"), "Ana");
    await userEvent.type(screen.getByLabelText("E-mail"), "ana@padaria.example");
    await userEvent.type(screen.getByLabelText("Senha"), "password{Enter}");
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Senha")));
    expect(screen.getByLabelText("Senha").getAttribute("aria-invalid")).toBe("true");
    await userEvent.keyboard("{Enter}");
    expect(await screen.findByRole("heading", { name: "Confira seu e-mail" })).toBeTruthy();
    expect(screen.getByText("ana@padaria.example")).toBeTruthy();
    await expectAccessible();
  });

  it("says that it is closed", async () => {
    serve({ "web/register": [[403, problem(403, "registration-closed")]] });
    await showAt("/register", RegisterScreen);
    for (const [label, text] of [
      ["Nome da empresa", "Padaria"],
      ["Seu nome", "Ana"],
      ["E-mail", "ana@padaria.example"],
      ["Senha", "a quiet river{Enter}"],
    ] as const)
      await userEvent.type(screen.getByLabelText(label), text);
    expect(await screen.findByRole("heading", { name: "O cadastro está fechado" })).toBeTruthy();
  });
});

describe("an invitation", () => {
  const shown = { companyName: "Padaria", email: "bia@padaria.example", role: "agent" };

  it("says to what, and lets a new person choose a password", async () => {
    const server = serve({
      "invitations/inspect": [[200, { ...shown, hasAccount: false }]],
      "web/invitations/accept": [[409, problem(409, "invitation-used")]],
    });
    await showAt("/invitation#token=abc", InvitationScreen);
    await screen.findByRole("heading", { name: "Entre na equipe de Padaria" });
    expect(screen.getByText("Atendente")).toBeTruthy();
    await expectAccessible();
    await userEvent.type(screen.getByLabelText("Seu nome"), "Bia");
    await userEvent.type(screen.getByLabelText("Escolha uma senha"), "a quiet river{Enter}");
    expect(await screen.findByRole("heading", { name: "Este link não vale mais" })).toBeTruthy();
    expect(server.bodiesOf("web/invitations/accept")).toEqual([
      { token: "abc", name: "Bia", password: "a quiet river" },
    ]);
  });

  it("asks a person with an account for its second factor", async () => {
    serve({
      "invitations/inspect": [[200, { ...shown, hasAccount: true }]],
      "web/invitations/accept": [[401, problem(401, "totp-required")]],
    });
    await showAt("/invitation#token=abc", InvitationScreen);
    await userEvent.type(await screen.findByLabelText("Seu nome"), "Bia");
    await userEvent.type(screen.getByLabelText("Senha da sua conta"), "a quiet river{Enter}");
    expect(await screen.findByLabelText("Código do aplicativo")).toBeTruthy();
  });

  it("says when the link was not copied whole", async () => {
    serve({});
    await showAt("/invitation", InvitationScreen);
    expect(screen.getByRole("heading", { name: "Falta uma parte do link" })).toBeTruthy();
    await expectAccessible();
  });
});

describe("a forgotten password", () => {
  it("sends a link, whoever asks", async () => {
    serve({ "password/reset": [[202, { detail: "sent" }]] });
    await showAt("/password-reset", PasswordResetScreen);
    await userEvent.type(screen.getByLabelText("E-mail"), "ana@padaria.example{Enter}");
    expect(await screen.findByText(/Se há uma conta com este e-mail/)).toBeTruthy();
  });

  it("shows what else has access, and ends it", async () => {
    const key = { id: "k", name: "Loja" };
    const admin = { id: "a", name: "Eva", email: "eva@padaria.example", role: "admin" };
    const company = { id: "c", name: "Padaria", role: "owner", endedSessions: 2 };
    const server = serve({
      "password/reset/confirm": [
        [
          200,
          { companies: [{ ...company, apiKeys: [key], administrators: [admin] }], reviewToken: "review" },
        ],
      ],
      "password/reset/revoke": [[204, undefined]],
    });
    await showAt("/password-reset#token=abc", PasswordResetScreen);
    await userEvent.type(screen.getByLabelText("Nova senha"), "a quiet river{Enter}");
    await userEvent.click(await screen.findByLabelText("Eva"));
    await expectAccessible();
    await userEvent.click(screen.getByRole("button", { name: "Encerrar 1 acesso" }));
    await waitFor(() => expect(screen.queryByLabelText("Eva")).toBeNull());
    expect(server.bodiesOf("password/reset/revoke")).toEqual([
      { reviewToken: "review", companyId: "c", apiKeys: [], users: ["a"] },
    ]);
  });
});

it("confirms another e-mail address by the password", async () => {
  const wrong = { field: "password", code: "wrong-password", message: "A senha está errada." };
  const server = serve({
    "email/confirm": [
      [422, problem(422, "wrong-password", { errors: [wrong] })],
      [204, undefined],
    ],
  });
  await showAt("/email-change#token=abc", EmailChangeScreen);
  await userEvent.type(screen.getByLabelText("Senha"), "no{Enter}");
  await waitFor(() => expect(screen.getByLabelText("Senha").getAttribute("aria-invalid")).toBe("true"));
  await userEvent.keyboard("{Enter}");
  expect(await screen.findByRole("heading", { name: "E-mail alterado" })).toBeTruthy();
  expect(server.bodiesOf("email/confirm")).toHaveLength(2);
});
