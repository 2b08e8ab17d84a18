/** Exports: started with a period or a campaign, watched while they are made, saved by a link, deleted. */

import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { expectAccessible } from "@/shared/testing/axe";
import { answer } from "@/shared/testing/people";
import { type Route, renderAt } from "@/shared/testing/renderAt";
// Loaded here, so that no test waits for it.
import "./ExportDialog";
import { ExportsScreen } from "./ExportsScreen";
import { exported, LOOKUPS } from "./schedules.testing";

afterEach(() => vi.unstubAllGlobals());

const CAMPAIGNS = { items: [{ id: "c1", name: "Pães de Natal" }], nextCursor: null };

const show = (
  rows: object[],
  api: Record<string, Route> = {},
  role: "admin" | "agent" = "admin",
  at = "/reports/exports",
) =>
  renderAt(<ExportsScreen />, {
    path: "/reports/exports",
    at,
    role,
    messages: ["reportsSchedules"],
    permissions: ["reports:read", "users:read", "tickets:read", "channels:read"],
    locale: "en",
    api: {
      ...LOOKUPS,
      "GET /api/v1/reports/exports": () => ({ items: rows, nextCursor: null }),
      "GET /api/v1/reports/campaigns": () => CAMPAIGNS,
      ...api,
    },
  });

it("says how far each is, and why one failed", async () => {
  await show([
    {
      ...exported,
      id: "e2",
      report: "campaign",
      campaignId: "c1",
      firstDay: null,
      lastDay: null,
      status: "running",
      rowsDone: 400,
    },
    exported,
    { ...exported, id: "e3", status: "failed", reason: "too-many-rows" },
  ]);
  expect(await screen.findByText("Pães de Natal · CSV")).toBeTruthy();
  expect(screen.getByRole("progressbar", { name: "In progress" }).getAttribute("aria-valuetext")).toBe(
    "400 of 1,200 rows",
  );
  expect(screen.getByText("1,200 rows")).toBeTruthy();
  expect(screen.getByText(/Too many rows for an Excel file/)).toBeTruthy();
  expect(screen.getAllByRole("button", { name: "Download" })).toHaveLength(1);
  await expectAccessible();
});

it("saves the file by a link that is asked for", async () => {
  const { asked } = await show([exported], {
    "POST /api/v1/reports/exports/e1/file": () => ({ url: "/file" }),
  });
  const click = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => undefined);
  await userEvent.click(await screen.findByRole("button", { name: "Download" }));
  await waitFor(() => expect(click).toHaveBeenCalled());
  expect(asked.some(({ method, path }) => method === "POST" && path.endsWith("/e1/file"))).toBe(true);
  click.mockRestore();
});

it("starts one of a period, not of one that is reversed", async () => {
  const { asked } = await show([], { "POST /api/v1/reports/exports": () => answer(exported, 202) });
  await userEvent.click(await screen.findByRole("button", { name: "New export" }));
  const dialog = within(await screen.findByRole("dialog"));
  fireEvent.change(dialog.getByLabelText("To"), { target: { value: "2020-01-01" } });
  await userEvent.click(dialog.getByRole("button", { name: "Start the export" }));
  expect(await dialog.findByText("The last day must not be before the first.")).toBeTruthy();
  fireEvent.change(dialog.getByLabelText("From"), { target: { value: "2019-12-01" } });
  await userEvent.click(dialog.getByRole("button", { name: "Start the export" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(asked.find(({ method }) => method === "POST")?.body).toMatchObject({
    report: "tickets",
    from: "2019-12-01",
    to: "2020-01-01",
    format: "csv",
  });
});

it("starts one of a campaign that is chosen", async () => {
  const { asked } = await show([], { "POST /api/v1/reports/exports": () => answer(exported, 202) });
  await userEvent.click(await screen.findByRole("button", { name: "New export" }));
  const dialog = within(await screen.findByRole("dialog"));
  await userEvent.click(dialog.getByRole("radio", { name: "Messages of a campaign" }));
  await userEvent.click(dialog.getByRole("button", { name: "Start the export" }));
  expect(await dialog.findByText("Choose a campaign.")).toBeTruthy();
  await userEvent.type(dialog.getByLabelText("Campaign"), "paes");
  await userEvent.click(await screen.findByRole("option", { name: "Pães de Natal" }));
  await userEvent.click(dialog.getByRole("button", { name: "Start the export" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(asked.find(({ method }) => method === "POST")?.body).toEqual({
    report: "campaign",
    format: "csv",
    separator: "comma",
    bom: true,
    campaignId: "c1",
  });
});

it("cancels one that is under way, after asking", async () => {
  const { asked } = await show([{ ...exported, status: "queued" }], {
    "DELETE /api/v1/reports/exports/e1": () => answer(null, 204),
  });
  await userEvent.click(await screen.findByRole("button", { name: "Cancel: Tickets" }));
  await userEvent.click(
    within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Cancel the export" }),
  );
  await waitFor(() => expect(asked.some(({ method }) => method === "DELETE")).toBe(true));
});

it("leads back to the report that was left for it; agents to no e-mails, which they do not get", async () => {
  const at = "/reports/exports?report=queues&range=lastMonth";
  const { unmount } = await show([exported], {}, "admin", at);
  const link = await screen.findByRole("link", { name: "By e-mail" });
  expect(link.getAttribute("href")).toBe("/reports/schedules?range=lastMonth&report=queues");
  unmount();
  const { address } = await show([exported], {}, "agent", at);
  await screen.findByRole("heading", { level: 1, name: "Exports" });
  expect(screen.queryByRole("link", { name: "By e-mail" })).toBeNull();
  await userEvent.click(screen.getByRole("button", { name: "Back" }));
  await waitFor(() => expect(address()).toBe("/reports/queues?range=lastMonth"));
});

it("offers agents themselves and their queues, which is what they are answered", async () => {
  await show(
    [],
    {
      "GET /api/v1/queues": () => ({
        items: [
          { id: "q1", name: "Vendas", memberIds: ["u1"] },
          { id: "q2", name: "Suporte", memberIds: ["u3"] },
        ],
      }),
    },
    "agent",
  );
  await userEvent.click(await screen.findByRole("button", { name: "New export" }));
  const offered = async (label: string) => {
    await userEvent.click(await screen.findByRole("combobox", { name: label }));
    const options = (await screen.findAllByRole("option")).map(({ textContent }) => textContent);
    await userEvent.click(screen.getByRole("option", { name: /^All/ }));
    await waitFor(() => expect(screen.queryByRole("option")).toBeNull());
    return options;
  };
  expect(await offered("Queue")).toEqual(["All queues", "Vendas"]);
  expect(await offered("Agent")).toEqual(["All agents", "Ana Lima"]);
});
