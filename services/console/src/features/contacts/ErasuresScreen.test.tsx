/** The screen of deleted contacts, and the file with a person's data. */

import { screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { expectAccessible } from "@/shared/testing/axe";
import { problem } from "@/shared/testing/people";
import { type Route, renderAt } from "@/shared/testing/renderAt";
import { ErasuresScreen } from "./ErasuresScreen";
import type { Erasure } from "./personalData";

afterEach(() => vi.unstubAllGlobals());

const DONE: Erasure = {
  id: "e1",
  contactId: "c1",
  status: "confirmed",
  requestedBy: "u1",
  requestedAt: "2026-01-01T12:00:00Z",
  messages: 12,
  tickets: 2,
  erasedAt: "2026-01-01T12:01:00Z",
  confirmations: { campaign: "2026-01-01T12:02:00Z", gateway: "2026-01-01T12:03:00Z" },
  erased: [
    { service: "campaign", table: "recipients", rows: 3 },
    { service: "chat", table: "messages", rows: 12 },
  ],
};

function show(
  api: Record<string, Route> = {},
  permissions: Parameters<typeof renderAt>[1]["permissions"] = [],
) {
  return renderAt(<ErasuresScreen />, {
    path: "/contacts/deleted",
    at: "/contacts/deleted",
    messages: ["contacts"],
    permissions: ["contacts:read", "contacts:manage", ...permissions],
    api: {
      "GET /api/v1/contacts/erasures": () => ({ items: [DONE], nextCursor: null }),
      ...api,
    },
  });
}

describe("ErasuresScreen", () => {
  it("shows how far deletions are, and the proof of what went", async () => {
    await show();
    expect(await screen.findByText("Confirmada")).toBeTruthy();
    await expectAccessible();
    await userEvent.click(screen.getByRole("button", { name: "Ver prova" }));
    const proof = await screen.findByRole("dialog", { name: "Prova da exclusão" });
    expect(within(proof).getByText("campaign.recipients")).toBeTruthy();
    expect(within(proof).getByText("Ainda apagando")).toBeTruthy();
    await userEvent.click(within(proof).getAllByRole("button", { name: "Fechar" }).at(-1) as HTMLElement);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("says when there are none, and when they could not be read", async () => {
    let isDown = true;
    await show({
      "GET /api/v1/contacts/erasures": () => (isDown ? problem(400, "invalid-input") : { items: [] }),
    });
    expect(await screen.findByText("Não foi possível carregar as exclusões")).toBeTruthy();
    isDown = false;
    await userEvent.click(screen.getByRole("button", { name: "Tentar de novo" }));
    expect(await screen.findByText("Nenhum contato excluído")).toBeTruthy();
  });

  it("is closed to who may not delete contacts", async () => {
    await renderAt(<ErasuresScreen />, {
      path: "/contacts/deleted",
      at: "/contacts/deleted",
      messages: ["contacts"],
      permissions: ["contacts:read"],
      api: {},
    });
    expect(screen.queryByRole("table")).toBeNull();
    expect(await screen.findByRole("heading", { name: "Contatos excluídos" })).toBeTruthy();
  });
});
