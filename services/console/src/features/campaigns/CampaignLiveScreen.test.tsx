/** A campaign on its way: its numbers, what a role may do about it, and stopping it. */

import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { expectAccessible } from "@/shared/testing/axe";
import { problem } from "@/shared/testing/people";
import { type Route, renderAt } from "@/shared/testing/renderAt";
import { CampaignLiveScreen } from "./CampaignLiveScreen";
import { LOOKUPS, OWNER, READER, running } from "./campaigns.testing";

vi.mock("@tanstack/react-router", async (load) => {
  const router = await load<typeof import("@tanstack/react-router")>();
  // The router of a test has one route, with another id than the console's.
  return { ...router, useParams: () => router.useParams({ strict: false }) };
});
afterEach(() => vi.unstubAllGlobals());

const MOVE = { id: "m1", status: "running", by: "u1", at: "2026-11-01T12:00:00Z", reasonWords: null };

function show(
  api: Record<string, Route> = {},
  permissions: Parameters<typeof renderAt>[1]["permissions"] = [...OWNER],
) {
  return renderAt(<CampaignLiveScreen />, {
    path: "/campaigns/$campaignId/live",
    at: "/campaigns/c1/live",
    messages: ["campaigns"],
    permissions,
    api: {
      ...LOOKUPS,
      "GET /api/v1/campaigns/c1": () => running(),
      "GET /api/v1/campaigns/c1/history": () => ({ items: [MOVE], nextCursor: null }),
      ...api,
    },
  });
}

describe("CampaignLiveScreen", () => {
  it("shows how far it is, what came of it, and who did what", async () => {
    await show();
    expect(await screen.findByText("1.000 de 2.000")).toBeTruthy();
    expect(screen.getByRole("link", { name: "Falhou" }).getAttribute("href")).toBe(
      "/campaigns/c1/recipients?status=failed",
    );
    expect(await screen.findByText(/Ana Lima/)).toBeTruthy();
    await expectAccessible();
  });

  it("shows older moves on demand", async () => {
    await show({
      "GET /api/v1/campaigns/c1/history": ({ query }) =>
        query.get("cursor") === "older"
          ? { items: [{ ...MOVE, id: "m0", status: "draft" }], nextCursor: null }
          : { items: [MOVE], nextCursor: "older" },
    });
    await userEvent.click(await screen.findByRole("button", { name: "Carregar mais" }));
    expect(await screen.findByText("Criada")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Carregar mais" })).toBeNull();
  });

  it("pauses", async () => {
    await show({
      "POST /api/v1/campaigns/c1/pause": () =>
        running({ status: "paused", state: "paused", allowed: ["resume", "cancel"], revision: 2 }),
    });
    await userEvent.click(await screen.findByRole("button", { name: "Pausar" }));
    expect(await screen.findByText("“Natal” foi pausada")).toBeTruthy();
    expect(await screen.findByRole("button", { name: "Retomar" })).toBeTruthy();
  });

  it("cancels only after a yes that says what happens to the rest", async () => {
    const { asked } = await show({
      "POST /api/v1/campaigns/c1/cancel": () => running({ status: "cancelled", allowed: [], revision: 2 }),
    });
    await userEvent.click(await screen.findByRole("button", { name: "Ações de Natal" }));
    await userEvent.click(await screen.findByRole("menuitem", { name: "Cancelar campanha" }));
    const question = await screen.findByRole("alertdialog", { name: "Cancelar “Natal”?" });
    expect(within(question).getByText(/Quem ainda não recebeu não recebe mais/)).toBeTruthy();
    expect(asked.some(({ method }) => method === "POST")).toBe(false);
    await userEvent.click(within(question).getByRole("button", { name: "Cancelar campanha" }));
    await waitFor(() => expect(asked.some(({ path }) => path.endsWith("/cancel"))).toBe(true));
  });

  it("lets an agent look, and do nothing", async () => {
    await show({}, [...READER]);
    await screen.findByText("1.000 de 2.000");
    expect(screen.queryByRole("button", { name: "Pausar" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Ações de Natal" })).toBeNull();
  });

  it("says why it could not be read", async () => {
    await show({ "GET /api/v1/campaigns/c1": () => problem(404, "campaign-not-found") });
    expect(await screen.findByText("Não foi possível carregar a campanha")).toBeTruthy();
  });

  it("is closed to those who may not see campaigns", async () => {
    await show({}, []);
    expect(await screen.findByText("Você não tem acesso a esta página")).toBeTruthy();
  });
});
