/** Opt-outs: the list, what roles may do with it, adding and withdrawing one, and the words customers say it with. */

import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { expectAccessible } from "@/shared/testing/axe";
import { answer, problem } from "@/shared/testing/people";
import { type Route, renderAt } from "@/shared/testing/renderAt";
import { OptOutsScreen } from "./OptOutsScreen";

afterEach(() => vi.unstubAllGlobals());

const OUT = {
  id: "o1",
  contactId: "k1",
  phone: "+5511987654321",
  bsuid: null,
  channelId: null,
  source: "agent",
  by: "u1",
  active: true,
  at: "2026-11-01T12:00:00Z",
};
const WORDS = { leave: ["SAIR"], return: ["VOLTAR"], confirmLeave: { text: null }, confirmReturn: null };
const AGENT = ["optouts:read", "optouts:write", "channels:read", "users:read"] as const;
const PHONE = "+55 11 98765-4321";

function show(
  api: Record<string, Route> = {},
  permissions: Parameters<typeof renderAt>[1]["permissions"] = [...AGENT],
) {
  return renderAt(<OptOutsScreen />, {
    path: "/settings/opt-outs",
    at: "/settings/opt-outs",
    messages: ["settingsOptOuts", "settings", "settingsParts"],
    permissions,
    api: {
      "GET /api/v1/opt-outs": () => ({ items: [OUT], nextCursor: null }),
      "GET /api/v1/opt-outs/settings": () => WORDS,
      "GET /api/v1/channels": () => ({ items: [], nextCursor: null }),
      "GET /api/v1/users": () => ({ items: [{ id: "u1", name: "Ana Lima" }], nextCursor: null }),
      ...api,
    },
  });
}

describe("OptOutsScreen", () => {
  it("shows who is out, and who said it for them", async () => {
    await show();
    expect(await screen.findByText(PHONE)).toBeTruthy();
    expect(await screen.findByText(/Equipe · Ana Lima/)).toBeTruthy();
    await expectAccessible();
  });

  it("says that there is none, and why it could not be read", async () => {
    let isDown = true;
    await show({ "GET /api/v1/opt-outs": () => (isDown ? problem(400, "invalid-input") : { items: [] }) });
    expect(await screen.findByText("Não foi possível carregar os descadastros")).toBeTruthy();
    isDown = false;
    await userEvent.click(screen.getByRole("button", { name: "Tentar de novo" }));
    expect(await screen.findByText("Ninguém se descadastrou")).toBeTruthy();
  });

  it("shows all again, and the phone that was searched for does not come back", async () => {
    const { asked } = await show({
      "GET /api/v1/opt-outs": ({ query }) => ({ items: query.has("phone") ? [] : [OUT], nextCursor: null }),
    });
    await screen.findByText(PHONE);
    await userEvent.type(screen.getByRole("searchbox"), "1199");
    await userEvent.click(await screen.findByRole("button", { name: "Mostrar todos" }));
    expect(await screen.findByText(PHONE)).toBeTruthy();
    expect((screen.getByRole("searchbox") as HTMLInputElement).value).toBe("");
    await new Promise((done) => setTimeout(done, 600));
    expect(asked.filter(({ query }) => query.has("phone"))).toHaveLength(1);
    expect(screen.getByText(PHONE)).toBeTruthy();
  });

  it("adds somebody once, also when the first answer is lost", async () => {
    let tries = 0;
    const { asked } = await show({
      "POST /api/v1/opt-outs": () => {
        tries += 1;
        if (tries === 1) throw new TypeError("Failed to fetch");
        return answer({ ...OUT, id: "o2" }, 201);
      },
    });
    await userEvent.click(await screen.findByRole("button", { name: "Adicionar" }));
    const dialog = await screen.findByRole("dialog", { name: "Adicionar descadastro" });
    await userEvent.type(within(dialog).getByLabelText(/^Telefone/), "+5511911112222");
    await userEvent.click(within(dialog).getByRole("button", { name: "Adicionar" }));
    await within(dialog).findByRole("alert");
    await userEvent.click(within(dialog).getByRole("button", { name: "Adicionar" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    const posts = asked.filter(({ method }) => method === "POST");
    expect(posts).toHaveLength(2);
    expect(posts[0]?.body).toEqual({ phone: "+55 11 91111-2222" });
    expect(posts[1]?.headers.get("idempotency-key")).toBe(posts[0]?.headers.get("idempotency-key"));
  });

  it("withdraws one only after a yes", async () => {
    const { asked } = await show({ "DELETE /api/v1/opt-outs/o1": () => answer(undefined, 204) });
    await userEvent.click(await screen.findByRole("button", { name: `Retirar o descadastro de ${PHONE}` }));
    const question = await screen.findByRole("alertdialog");
    expect(asked.some(({ method }) => method === "DELETE")).toBe(false);
    await userEvent.click(within(question).getByRole("button", { name: "Retirar descadastro" }));
    await waitFor(() => expect(asked.some(({ method }) => method === "DELETE")).toBe(true));
  });

  it("draws nothing that a viewer may not do", async () => {
    await show({}, ["optouts:read"]);
    await screen.findByText(PHONE);
    expect(screen.queryByRole("button", { name: "Adicionar" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Importar" })).toBeNull();
    expect(screen.queryByRole("button", { name: /^Retirar/ })).toBeNull();
  });

  it("is closed to those who may not see opt-outs", async () => {
    await show({}, []);
    expect(await screen.findByText("Você não tem acesso a esta página")).toBeTruthy();
  });

  it("keeps words that were typed and not saved when the list is looked at", async () => {
    await show({}, [...AGENT, "company:write"]);
    await userEvent.click(await screen.findByRole("tab", { name: "Palavras e respostas" }));
    const [reply] = await screen.findAllByLabelText(/^Texto da resposta/);
    await userEvent.type(reply as HTMLElement, "Até logo");
    await userEvent.click(screen.getByRole("tab", { name: "Lista" }));
    await screen.findByText(PHONE);
    await userEvent.click(screen.getByRole("tab", { name: "Palavras e respostas" }));
    expect(screen.getByDisplayValue("Até logo")).toBeTruthy();
  });
});
