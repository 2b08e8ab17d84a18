/** The list of campaigns: its states, what a role sees of it, a new one, and what is done to one. */

import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { expectAccessible } from "@/shared/testing/axe";
import { answer, problem } from "@/shared/testing/people";
import { type Route, renderAt } from "@/shared/testing/renderAt";
import { CampaignsScreen } from "./CampaignsScreen";
import { campaignOf, LOOKUPS, OWNER, READER, running } from "./campaigns.testing";

vi.mock("@tanstack/react-router", async (load) => {
  const router = await load<typeof import("@tanstack/react-router")>();
  // The router of a test has one route, with another id than the console's.
  return { ...router, useSearch: () => router.useSearch({ strict: false }) };
});
afterEach(() => vi.unstubAllGlobals());

function show(
  at: string,
  api: Record<string, Route> = {},
  permissions: Parameters<typeof renderAt>[1]["permissions"] = [...OWNER],
) {
  return renderAt(<CampaignsScreen />, {
    path: "/campaigns",
    at,
    messages: ["campaigns"],
    permissions,
    api: {
      ...LOOKUPS,
      "GET /api/v1/campaigns": () => ({ items: [running(), campaignOf({ id: "c2", name: "Páscoa" })] }),
      ...api,
    },
  });
}
const menuOf = async (name: string) =>
  userEvent.click(await screen.findByRole("button", { name: `Ações de ${name}` }));

describe("CampaignsScreen", () => {
  it("shows how far each is, and leads drafts to the wizard and others to the live view", async () => {
    await show("/campaigns");
    const live = await screen.findByRole("link", { name: /Natal/ });
    expect(live.getAttribute("href")).toBe("/campaigns/c1/live");
    expect(screen.getByRole("link", { name: /Páscoa/ }).getAttribute("href")).toBe("/campaigns/c2/edit");
    expect(screen.getByText("1.000 de 2.000")).toBeTruthy();
    await expectAccessible();
  });

  it("asks for one state as the address says, and leads back when there is none", async () => {
    const { asked, address } = await show("/campaigns?status=failed", {
      "GET /api/v1/campaigns": () => ({ items: [] }),
    });
    expect(await screen.findByText("Nenhuma campanha nesta situação")).toBeTruthy();
    expect(asked.find(({ path }) => path === "/api/v1/campaigns")?.query.get("status")).toBe("failed");
    await userEvent.click(screen.getByRole("button", { name: "Mostrar todas" }));
    await waitFor(() => expect(address()).toBe("/campaigns"));
    expect(await screen.findByText("Nenhuma campanha ainda")).toBeTruthy();
  });

  it("says why it could not be read, and tries again", async () => {
    let isDown = true;
    await show("/campaigns", {
      "GET /api/v1/campaigns": () => (isDown ? problem(400, "invalid-input") : { items: [running()] }),
    });
    expect(await screen.findByText("Não foi possível carregar as campanhas")).toBeTruthy();
    isDown = false;
    await userEvent.click(screen.getByRole("button", { name: "Tentar de novo" }));
    expect(await screen.findByRole("link", { name: /Natal/ })).toBeTruthy();
  });

  it("draws nothing that an agent may not do", async () => {
    await show("/campaigns", {}, [...READER]);
    await screen.findByRole("link", { name: /Natal/ });
    expect(screen.queryByRole("button", { name: "Nova campanha" })).toBeNull();
    expect(screen.queryByRole("button", { name: /^Ações de/ })).toBeNull();
  });

  it("is closed to those who may not see campaigns", async () => {
    await show("/campaigns", {}, []);
    expect(await screen.findByText("Você não tem acesso a esta página")).toBeTruthy();
  });

  it("begins a draft once, also when the first answer is lost", async () => {
    let tries = 0;
    const { asked, address } = await show("/campaigns", {
      "POST /api/v1/campaigns": () => {
        tries += 1;
        if (tries === 1) throw new TypeError("Failed to fetch");
        return campaignOf({ id: "c3", name: "Verão" });
      },
    });
    await userEvent.click(await screen.findByRole("button", { name: "Nova campanha" }));
    const dialog = await screen.findByRole("dialog", { name: "Nova campanha" });
    await userEvent.type(within(dialog).getByLabelText(/^Nome/), "Verão");
    await userEvent.click(within(dialog).getByRole("button", { name: "Criar rascunho" }));
    await within(dialog).findByRole("alert");
    await userEvent.click(within(dialog).getByRole("button", { name: "Criar rascunho" }));
    await waitFor(() => expect(address()).toBe("/campaigns/c3/edit"));
    const created = asked.filter(({ method }) => method === "POST");
    expect(created.map(({ body }) => body)).toMatchObject([{ name: "Verão", channelId: "n1" }, {}]);
    expect(created[1]?.headers.get("idempotency-key")).toBe(created[0]?.headers.get("idempotency-key"));
  });

  it("says why a channel by WhatsApp Web cannot be chosen", async () => {
    const channels = LOOKUPS["GET /api/v1/channels"]() as { items: object[] };
    const web = { ...channels.items[0], id: "w1", name: "Balcão", session: { campaigns: false } };
    await show("/campaigns", { "GET /api/v1/channels": () => ({ items: [web, ...channels.items] }) });
    await userEvent.click(await screen.findByRole("button", { name: "Nova campanha" }));
    const dialog = await screen.findByRole("dialog", { name: "Nova campanha" });
    expect(within(dialog).getByText(/a menos que um proprietário permita/)).toBeTruthy();
    await userEvent.click(within(dialog).getByRole("combobox", { name: /Número de envio|Número/ }));
    const option = await screen.findByRole("option", { name: /Balcão/ });
    expect(option.getAttribute("aria-disabled")).toBe("true");
    expect(within(option).getByText("WhatsApp Web: campanhas desligadas")).toBeTruthy();
  });

  it("deletes a draft only after a yes that says what is lost", async () => {
    const { asked } = await show("/campaigns", {
      "DELETE /api/v1/campaigns/c2": () => answer(undefined, 204),
    });
    await menuOf("Páscoa");
    await userEvent.click(await screen.findByRole("menuitem", { name: "Excluir" }));
    const question = await screen.findByRole("alertdialog", { name: "Excluir “Páscoa”?" });
    expect(within(question).getByText(/Isso não pode ser desfeito/)).toBeTruthy();
    expect(asked.some(({ method }) => method === "DELETE")).toBe(false);
    await userEvent.click(within(question).getByRole("button", { name: "Excluir" }));
    expect(await screen.findByText("“Páscoa” foi excluída")).toBeTruthy();
    expect(asked.some(({ method }) => method === "DELETE")).toBe(true);
  });
});
