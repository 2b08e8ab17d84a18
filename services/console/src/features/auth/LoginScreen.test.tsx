/** Signing in, with all that it may take. */

import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { session } from "@/shared/api/session";
import { expectAccessible } from "@/shared/testing/axe";
import { problem, serve, showAt } from "./entry.testing";
import { LoginScreen } from "./LoginScreen";

const SIGNED_IN = {
  user: { id: "u", name: "Ana", email: "ana@padaria.example", role: "owner", status: "active" },
  company: { id: "c", name: "Padaria", locale: "pt-BR", timeZone: "America/Sao_Paulo" },
  companies: [{ id: "c", name: "Padaria", role: "owner", current: true }],
  permissions: ["self"],
  preferences: {},
  sessionId: "s",
  totpEnabled: false,
  accessToken: "token",
  expiresIn: 900,
};

afterEach(async () => {
  serve({ "web/logout": [[204, undefined]] });
  await session.logout();
  vi.unstubAllGlobals();
});

async function typeCredentials() {
  await userEvent.type(screen.getByLabelText("E-mail"), "ana@padaria.example");
  await userEvent.type(screen.getByLabelText("Senha"), "a quiet river{Enter}");
}

describe("signing in", () => {
  it("goes on to where the person wanted to go", async () => {
    const server = serve({ "web/login": [[200, SIGNED_IN]] });
    const at = await showAt("/login?next=%2Fcontacts", LoginScreen);
    await expectAccessible();
    await typeCredentials();
    await waitFor(() => expect(at()).toBe("/contacts"));
    expect(server.bodiesOf("web/login")).toEqual([
      { email: "ana@padaria.example", password: "a quiet river" },
    ]);
  });

  it("says what is missing before anything is sent, at the first wrong field", async () => {
    const server = serve({});
    await showAt("/login", LoginScreen);
    await userEvent.click(screen.getByRole("button", { name: "Entrar" }));
    expect(screen.getByLabelText("E-mail").getAttribute("aria-invalid")).toBe("true");
    expect(screen.getByText("Informe sua senha.")).toBeTruthy();
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("E-mail")));
    expect(server.bodiesOf("web/login")).toEqual([]);
  });

  it("says that the credentials are wrong, and keeps what was typed", async () => {
    serve({
      "web/login": [
        [401, problem(401, "invalid-credentials", { detail: "O e-mail ou a senha está errado." })],
      ],
    });
    await showAt("/login", LoginScreen);
    await typeCredentials();
    expect((await screen.findByRole("alert")).textContent).toContain("O e-mail ou a senha está errado.");
    expect((screen.getByLabelText("E-mail") as HTMLInputElement).value).toBe("ana@padaria.example");
    await expectAccessible();
  });

  it("asks for the second factor, also as a recovery code", async () => {
    const server = serve({
      "web/login": [
        [401, problem(401, "totp-required")],
        [401, problem(401, "wrong-code", { detail: "O código está errado ou já foi usado." })],
        [200, SIGNED_IN],
      ],
    });
    const at = await showAt("/login", LoginScreen);
    await typeCredentials();
    await userEvent.type(await screen.findByLabelText("Código do aplicativo"), "123 456{Enter}");
    expect(await screen.findByText(/código está errado/)).toBeTruthy();
    expect(screen.getByLabelText("Código do aplicativo").getAttribute("aria-invalid")).toBe("true");
    await userEvent.click(screen.getByRole("button", { name: "Usar um código de recuperação" }));
    await expectAccessible();
    await userEvent.type(screen.getByLabelText("Código de recuperação"), "abcd-efgh{Enter}");
    await waitFor(() => expect(at()).toBe("/"));
    const [, app, recovery] = server.bodiesOf("web/login");
    expect(app).toMatchObject({ totpCode: "123456" });
    expect(recovery).toMatchObject({ recoveryCode: "abcd-efgh" });
  });

  it("offers the companies of a person who has several", async () => {
    const companies = [
      { id: "c", name: "Padaria", role: "owner" },
      { id: "d", name: "Oficina", role: "agent" },
    ];
    const server = serve({
      "web/login": [[409, problem(409, "company-required", { companies, choiceToken: "choice" })]],
      "web/login/company": [[200, SIGNED_IN]],
    });
    const at = await showAt("/login", LoginScreen);
    await typeCredentials();
    const choice = await screen.findByRole("button", { name: /Oficina.*Atendente/ });
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByRole("heading", { name: "Escolha a empresa" })),
    );
    await expectAccessible();
    await userEvent.click(choice);
    await waitFor(() => expect(at()).toBe("/"));
    expect(server.bodiesOf("web/login/company")).toEqual([{ choiceToken: "choice", companyId: "d" }]);
  });
});
