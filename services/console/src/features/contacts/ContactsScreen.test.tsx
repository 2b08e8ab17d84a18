/** The screen of contacts: finding, opening, changing, and what is done with many. */

import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { expectAccessible } from "@/shared/testing/axe";
import { problem } from "@/shared/testing/people";
import { type Route, renderAt } from "@/shared/testing/renderAt";
import { ContactsScreen } from "./ContactsScreen";
import type { Contact } from "./rules";

afterEach(() => vi.unstubAllGlobals());

const contact = (id: string, name: string, more: Partial<Contact> = {}): Contact => ({
  id,
  name,
  phone: "+5511987654321",
  waId: null,
  bsuid: null,
  lid: null,
  tags: ["VIP"],
  customFields: {},
  optedOut: false,
  email: null,
  organization: null,
  externalId: null,
  avatarUrl: null,
  notes: null,
  blockedAt: null,
  revision: 1,
  createdAt: "2026-01-01T12:00:00Z",
  updatedAt: "2026-01-01T12:00:00Z",
  ...more,
});

const ANA = contact("c1", "Ana Souza");
const BIA = contact("c2", "Bia Lima", { blockedAt: "2026-01-02T00:00:00Z" });
const ALL = [
  "contacts:read",
  "contacts:write",
  "contacts:import",
  "contacts:manage",
  "tickets:read",
] as const;

function show(
  at: string,
  api: Record<string, Route> = {},
  permissions: Parameters<typeof renderAt>[1]["permissions"] = [...ALL],
) {
  return renderAt(<ContactsScreen />, {
    path: "/contacts/{-$contactId}",
    at,
    messages: ["contacts"],
    permissions,
    api: {
      "GET /api/v1/contacts": () => ({ items: [ANA, BIA], nextCursor: null }),
      "GET /api/v1/contacts/c1": () => ANA,
      "GET /api/v1/contacts/tags": () => ({ items: [] }),
      "GET /api/v1/contact-fields": () => ({ items: [] }),
      "GET /api/v1/bulk": () => ({ items: [] }),
      ...api,
    },
  });
}

describe("ContactsScreen", () => {
  it("keeps what is searched for in the address, once typing rests", async () => {
    const { asked, address } = await show("/contacts");
    await screen.findByRole("link", { name: /Ana Souza/ });
    await expectAccessible();
    await userEvent.type(screen.getByRole("searchbox"), "bia");
    await waitFor(() => expect(address()).toBe("/contacts?q=bia"));
    await waitFor(() =>
      expect(
        asked
          .filter(({ path }) => path === "/api/v1/contacts")
          .at(-1)
          ?.query.get("q"),
      ).toBe("bia"),
    );
    expect(asked.some(({ query }) => query.get("q") === "b")).toBe(false);
  });

  it("says when nothing is found, and leads back", async () => {
    const { address } = await show("/contacts?q=xyz", { "GET /api/v1/contacts": () => ({ items: [] }) });
    expect(await screen.findByText("Nenhum contato encontrado")).toBeTruthy();
    await userEvent.click(screen.getAllByRole("button", { name: "Limpar filtros" })[0] as HTMLElement);
    await waitFor(() => expect(address()).toBe("/contacts"));
    expect(await screen.findByText("Nenhum contato ainda")).toBeTruthy();
  });

  it("says why it could not be read, and tries again", async () => {
    let isDown = true;
    await show("/contacts", {
      "GET /api/v1/contacts": () => (isDown ? problem(400, "invalid-input") : { items: [ANA] }),
    });
    expect(await screen.findByText("Não foi possível carregar os contatos")).toBeTruthy();
    isDown = false;
    await userEvent.click(screen.getByRole("button", { name: "Tentar de novo" }));
    expect(await screen.findByRole("link", { name: /Ana Souza/ })).toBeTruthy();
  });

  it("draws nothing that a viewer may not do", async () => {
    await show("/contacts", {}, ["contacts:read"]);
    await screen.findByRole("link", { name: /Ana Souza/ });
    expect(screen.queryByRole("button", { name: "Novo contato" })).toBeNull();
    expect(screen.queryByRole("checkbox")).toBeNull();
  });

  it("is closed to those who may not see contacts", async () => {
    const { asked } = await show("/contacts", {}, ["tickets:read"]);
    expect(await screen.findByText("Você não tem acesso a esta página")).toBeTruthy();
    expect(asked.some(({ path }) => path === "/api/v1/contacts")).toBe(false);
  });

  it("changes only what was changed of a contact, and only its revision", async () => {
    const { asked } = await show("/contacts/c1", {
      "PATCH /api/v1/contacts/c1": ({ body }) => ({ ...ANA, ...(body as object), revision: 2 }),
    });
    const drawer = await screen.findByRole("dialog", { name: "Ana Souza" });
    const name = within(drawer).getByLabelText(/^Nome/);
    await userEvent.clear(name);
    await userEvent.type(name, "Ana Prado");
    await expectAccessible(drawer);
    await userEvent.click(within(drawer).getByRole("button", { name: "Salvar" }));
    expect(await screen.findByText("Contato salvo.")).toBeTruthy();
    const change = asked.find(({ method }) => method === "PATCH");
    expect(change?.body).toEqual({ name: "Ana Prado" });
    expect(change?.headers.get("if-match")).toBe('"1"');
    expect(await screen.findByRole("dialog", { name: "Ana Prado" })).toBeTruthy();
  });

  it("keeps what is typed when somebody else was faster", async () => {
    await show("/contacts/c1", {
      "PATCH /api/v1/contacts/c1": () => problem(412, "revision-mismatch", { revision: 2 }),
    });
    const drawer = await screen.findByRole("dialog", { name: "Ana Souza" });
    await userEvent.type(within(drawer).getByLabelText(/^Observações/), "gosta de café");
    await userEvent.click(within(drawer).getByRole("button", { name: "Salvar" }));
    expect(await screen.findByText("Alguém mudou este contato agora há pouco")).toBeTruthy();
    expect(within(drawer).getByLabelText<HTMLTextAreaElement>(/^Observações/).value).toBe("gosta de café");
  });

  it("asks before it leaves what is not saved", async () => {
    const { address } = await show("/contacts/c1");
    const drawer = await screen.findByRole("dialog", { name: "Ana Souza" });
    await userEvent.type(within(drawer).getByLabelText(/^Nome/), "!");
    await userEvent.click(within(drawer).getByRole("button", { name: "Fechar" }));
    await userEvent.click(await screen.findByRole("button", { name: "Continuar aqui" }));
    expect(address()).toBe("/contacts/c1");
    // Another tab of the drawer closes the form, too.
    await userEvent.click(within(drawer).getByRole("tab", { name: "Tickets" }));
    await userEvent.click(await screen.findByRole("button", { name: "Continuar aqui" }));
    expect(within(drawer).getByLabelText<HTMLInputElement>(/^Nome/).value).toBe("Ana Souza!");
    await userEvent.click(within(drawer).getByRole("button", { name: "Fechar" }));
    await userEvent.click(await screen.findByRole("button", { name: "Sair sem salvar" }));
    await waitFor(() => expect(address()).toBe("/contacts"));
  });

  it("deletes only after the number is typed, and takes the row away", async () => {
    await show("/contacts/c1", { "DELETE /api/v1/contacts/c1": () => ({ id: "e1", contactId: "c1" }) });
    const drawer = await screen.findByRole("dialog", { name: "Ana Souza" });
    await userEvent.click(within(drawer).getByRole("button", { name: "Mais ações" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Excluir (LGPD)" }));
    await userEvent.type(
      await screen.findByLabelText("Para confirmar, digite +5511987654321"),
      "+5511987654321{Enter}",
    );
    expect(await screen.findByText(/Contato excluído/)).toBeTruthy();
    await waitFor(() => expect(screen.queryByRole("link", { name: /Ana Souza/ })).toBeNull());
  });

  it("collects the data of a person from every service, and saves it", async () => {
    const click = vi.spyOn(HTMLAnchorElement.prototype, "click").mockReturnValue();
    const exported = { id: "x1", contactId: "c1", status: "ready" };
    const { asked } = await show("/contacts/c1", {
      "POST /api/v1/contacts/c1/exports": () => ({ ...exported, status: "collecting" }),
      "GET /api/v1/contacts/exports/x1": () => exported,
      "POST /api/v1/contacts/exports/x1/file": () => ({ url: "/api/v1/contacts/exports/x1/file?link=a" }),
    });
    const drawer = await screen.findByRole("dialog", { name: "Ana Souza" });
    await userEvent.click(within(drawer).getByRole("button", { name: "Mais ações" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Exportar dados (LGPD)" }));
    expect(await screen.findByText(/Dados prontos/, {}, { timeout: 5000 })).toBeTruthy();
    expect(click).toHaveBeenCalledOnce();
    expect(asked.map(({ path }) => path)).toContain("/api/v1/contacts/exports/x1");
    click.mockRestore();
  });

  it("exports those that are chosen as a job, with its file", async () => {
    const job = {
      id: "j1",
      subject: "contacts",
      action: "export",
      total: 1,
      done: 1,
      changed: 1,
      unchanged: 0,
      failed: 0,
      missing: 0,
      createdBy: "u1",
      createdAt: new Date().toISOString(),
    };
    const { asked } = await show("/contacts", {
      "POST /api/v1/bulk/contacts": () => ({
        ...job,
        status: "finished",
        hasFile: true,
        finishedAt: new Date(Date.now() + 1000).toISOString(),
      }),
    });
    await userEvent.click(await screen.findByRole("checkbox", { name: "Selecionar Ana Souza" }));
    const bulk = screen.getByText("1 selecionado").parentElement as HTMLElement;
    await userEvent.click(within(bulk).getByRole("button", { name: "Exportar" }));
    expect(await screen.findByText("Exportar contatos: concluído")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Baixar arquivo" })).toBeTruthy();
    expect(asked.find(({ method }) => method === "POST")?.body).toMatchObject({
      action: "export",
      ids: ["c1"],
    });
  });

  it("creates a contact, says what is wrong with a field, and loses nothing", async () => {
    let attempts = 0;
    const { address } = await show("/contacts/new", {
      "POST /api/v1/contacts": () => {
        attempts += 1;
        if (attempts > 1) return { ...ANA, id: "c9" };
        return problem(422, "invalid-input", {
          errors: [{ field: "phone", message: "Este número não existe.", code: "phone_x", params: {} }],
        });
      },
      "GET /api/v1/contacts/c9": () => ({ ...ANA, id: "c9" }),
    });
    const dialog = await screen.findByRole("dialog", { name: "Novo contato" });
    await userEvent.type(within(dialog).getByLabelText(/^Nome/), "Ana Souza");
    await userEvent.type(within(dialog).getByLabelText(/^Telefone/), "119{Enter}");
    expect(await within(dialog).findByText("Este número não existe.")).toBeTruthy();
    await expectAccessible(dialog);
    await userEvent.type(within(dialog).getByLabelText(/^Telefone/), "87654321{Enter}");
    await waitFor(() => expect(address()).toBe("/contacts/c9"));
  });
});
