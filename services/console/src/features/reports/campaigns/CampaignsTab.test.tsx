/** The list of campaigns' reports: filters in the address, its pages, and what there is instead of rows. */

import { screen, waitFor } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { expectAccessible } from "@/shared/testing/axe";
import { type Route, renderAt } from "@/shared/testing/renderAt";
import type { ReportsSearch } from "../search";
import { CampaignsTab } from "./CampaignsTab";
import { CAMPAIGN, row } from "./reports.testing";

afterEach(() => vi.unstubAllGlobals());

const period = { from: "2026-11-01", to: "2026-11-29" };

async function show(search: ReportsSearch, list: Route) {
  const onSearch = vi.fn();
  const shown = await renderAt(<CampaignsTab {...{ search, period, onSearch }} />, {
    path: "/reports/campaigns",
    at: "/reports/campaigns",
    messages: ["reportsCampaigns"],
    permissions: ["reports:read"],
    locale: "en",
    api: { "GET /api/v1/reports/campaigns": list },
  });
  return { ...shown, onSearch };
}

it("asks for those of the period, channel and status, page by page", async () => {
  const { asked } = await show({ channel: "ch1", state: "finished" }, ({ query }) =>
    query.get("cursor")
      ? { items: [{ ...row, id: "c2", name: "Páscoa" }], nextCursor: null }
      : { items: [row], nextCursor: "more" },
  );
  const link = await screen.findByRole("link", { name: "Pães de Natal" });
  expect(link.getAttribute("href")).toMatch(`/reports/campaigns/${CAMPAIGN}?channel=ch1&state=finished`);
  const query = asked.find(({ path }) => path.endsWith("/campaigns"))?.query;
  expect(Object.fromEntries(query ?? [])).toMatchObject({ ...period, channelId: "ch1", status: "finished" });
  expect(screen.getByRole("row", { name: /Pães de Natal Finished .* 95% 50% 10% 9 10 min/ })).toBeTruthy();
  await expectAccessible();
  await userEvent.click(screen.getByRole("button", { name: "Load more" }));
  expect(await screen.findByText("Páscoa")).toBeTruthy();
});

it("offers a longer period where nothing was sent, or fewer filters", async () => {
  const none = () => ({ items: [], nextCursor: null });
  const { onSearch, unmount } = await show({ days: 30 }, none);
  await userEvent.click(await screen.findByRole("button", { name: "Show the last 365 days" }));
  expect(onSearch).toHaveBeenCalledWith({ days: 365, from: undefined, to: undefined });
  unmount();
  const filtered = await show({ days: 365, state: "failed" }, none);
  await userEvent.click(await screen.findByRole("button", { name: "Clear filters" }));
  expect(filtered.onSearch).toHaveBeenCalledWith({ state: undefined, channel: undefined });
});

it("follows the address that a report had before", async () => {
  const { address } = await show({ campaign: CAMPAIGN, days: 7 }, () => ({ items: [], nextCursor: null }));
  await waitFor(() => expect(address()).toBe(`/reports/campaigns/${CAMPAIGN}?days=7`));
});
