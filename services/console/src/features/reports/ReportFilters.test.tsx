/** The filters of a report: what is offered to whom. */

import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, it, vi } from "vitest";
import { renderAt } from "@/shared/testing/renderAt";
import { ReportFilters } from "./ReportFilters";
import type { ReportsSearch } from "./search";

const SALES = "01a227fc-06aa-77c8-aba7-e51f7714f406";
const SUPPORT = "01a227fc-06aa-77c8-aba7-e51f7714f407";
const period = { from: "2026-11-23", to: "2026-11-29" };

function show(role: "agent" | "admin", search: ReportsSearch = {}) {
  vi.stubGlobal("matchMedia", (media: string) => ({
    matches: false,
    media,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }));
  const filters = (
    <ReportFilters filters={["queue", "agent"]} search={search} period={period} onChange={() => undefined} />
  );
  return renderAt(filters, {
    path: "/reports/{-$tab}",
    at: "/reports/summary",
    messages: ["reports"],
    permissions: ["reports:read", "tickets:read", "users:read"],
    role,
    locale: "en",
    api: {
      "GET /api/v1/users": () => ({
        items: [
          { id: "u1", name: "Ana", role: "agent", status: "active" },
          { id: "u2", name: "Rui", role: "agent", status: "active" },
        ],
      }),
      "GET /api/v1/queues": () => ({
        items: [
          { id: SALES, name: "Vendas", memberIds: ["u1"] },
          { id: SUPPORT, name: "Suporte", memberIds: ["u2"] },
        ],
      }),
    },
  });
}

const offered = async (label: string) => {
  await userEvent.click(await screen.findByRole("combobox", { name: label }));
  const options = (await screen.findAllByRole("option")).map(({ textContent }) => textContent);
  await userEvent.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("option")).toBeNull());
  return options;
};

it("offer agents what reporting answers them: themselves and their queues", async () => {
  await show("agent");
  expect(await offered("Queue")).toEqual(["All queues", "Vendas"]);
  expect(await offered("Agent")).toEqual(["All agents", "Ana"]);
});

it("offer others every queue and everybody who has tickets", async () => {
  await show("admin");
  expect(await offered("Queue")).toEqual(["All queues", "Vendas", "Suporte"]);
  expect(await offered("Agent")).toEqual(["All agents", "Ana", "Rui"]);
});

it("name the queue of an address also to those to whom it is not offered", async () => {
  await show("agent", { queue: SUPPORT });
  await waitFor(() =>
    expect(screen.getByRole("combobox", { name: "Queue" }).textContent).toContain("Suporte"),
  );
});
