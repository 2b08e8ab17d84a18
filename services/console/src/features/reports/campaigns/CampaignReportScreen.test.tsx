/** A campaign's report: what its rates are of, what is said of variants, and the files of it. */

import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, it, vi } from "vitest";
import { expectAccessible } from "@/shared/testing/axe";
import { problem } from "@/shared/testing/people";
import { type Route, renderAt } from "@/shared/testing/renderAt";
import { CampaignReportScreen } from "./CampaignReportScreen";
import { CAMPAIGN, curve, report } from "./reports.testing";

vi.mock("@tanstack/react-router", async (load) => {
  const router = await load<typeof import("@tanstack/react-router")>();
  // The router of a test has one route, with another id than the console's.
  return {
    ...router,
    useParams: () => router.useParams({ strict: false }),
    useSearch: () => router.useSearch({ strict: false }),
  };
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

type Permissions = Parameters<typeof renderAt>[1]["permissions"];
const ALL: Permissions = ["reports:read", "campaigns:read", "channels:read"];

const show = (api: Record<string, Route> = {}, permissions = ALL, locale: "pt" | "en" = "en") =>
  renderAt(<CampaignReportScreen />, {
    path: "/reports/campaigns/$campaignId",
    at: `/reports/campaigns/${CAMPAIGN}`,
    messages: ["reportsCampaigns"],
    permissions,
    locale,
    api: {
      "GET /api/v1/channels": () => ({ items: [], nextCursor: null }),
      [`GET /api/v1/reports/campaigns/${CAMPAIGN}`]: () => report,
      [`GET /api/v1/reports/campaigns/${CAMPAIGN}/curve`]: () => curve,
      ...api,
    },
  });

it("says of what each rate is a part", async () => {
  await show();
  expect(await screen.findByRole("heading", { level: 1, name: "Pães de Natal" })).toBeTruthy();
  expect(screen.getByText("450 of 900 delivered")).toBeTruthy();
  expect(screen.getByText(/50 of 1,000 attempted/)).toBeTruthy();
  expect(screen.getByText("2 unconfirmed")).toBeTruthy();
  expect(screen.getByRole("img", { name: /Recipients: 1,000 .* Replied: 90/ })).toBeTruthy();
  const failures = within(screen.getByRole("table", { name: "Why messages failed" }));
  expect(failures.getByRole("row", { name: /Not on WhatsApp 40 80%/ })).toBeTruthy();
  expect(failures.getByRole("row", { name: /WhatsApp gave no reason 10 20%/ })).toBeTruthy();
  await expectAccessible();
});

it("says which variant was better only where that is proven", async () => {
  await show();
  const section = within(await screen.findByRole("region", { name: "Variants" }));
  expect(section.getByText("Curta was read more.").parentElement?.textContent).toMatch(/p < 0\.001/);
  expect(section.getByText("Replies: no proven difference.").parentElement?.textContent).toMatch(
    /does not prove that the variants perform equally well \(p = 0\.62\)/,
  );
  expect(section.getByText("Opt-outs: too few to compare.").parentElement?.textContent).not.toMatch(/p =/);
  expect(section.getByText("56–64%")).toBeTruthy();
  expect(section.queryByText("Too early for a verdict")).toBeNull();
});

it("warns of a verdict while messages still go out", async () => {
  const sending = { ...report, status: "running", finishedAt: null };
  await show({ [`GET /api/v1/reports/campaigns/${CAMPAIGN}`]: () => sending });
  expect(await screen.findByText("Too early for a verdict")).toBeTruthy();
});

it("is read on after the last message until its numbers add up, and its curve once more then", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true, now: new Date("2026-11-01T12:09:50Z") });
  const steps = [
    { ...report, status: "running", finishedAt: null, consistent: false },
    { ...report, consistent: false },
    report,
  ];
  let step = 0;
  const { asked } = await show({
    [`GET /api/v1/reports/campaigns/${CAMPAIGN}`]: () => steps[Math.min(step++, 2)],
  });
  const count = (end: string) => asked.filter(({ path }) => path.endsWith(end)).length;
  await screen.findByText("Sending");
  await waitFor(() => expect(count("/curve")).toBe(1));
  await act(() => vi.advanceTimersByTimeAsync(15_500));
  await screen.findAllByText("Finished");
  await waitFor(() => expect(count("/curve")).toBe(2));
  await act(() => vi.advanceTimersByTimeAsync(15_500));
  await waitFor(() => expect(count("/curve")).toBe(3));
  await act(() => vi.advanceTimersByTimeAsync(120_000));
  expect([count(CAMPAIGN), count("/curve")]).toEqual([3, 3]);
});

it("is no longer read some minutes after the last message, whatever does not add up", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true, now: new Date("2026-11-01T12:14:40Z") });
  const { asked } = await show({
    [`GET /api/v1/reports/campaigns/${CAMPAIGN}`]: () => ({ ...report, consistent: false }),
  });
  await screen.findAllByText("Finished");
  await act(() => vi.advanceTimersByTimeAsync(15_500));
  await act(() => vi.advanceTimersByTimeAsync(300_000));
  expect(asked.filter(({ path }) => path.endsWith(CAMPAIGN)).length).toBe(3);
});

it("has no variants where there is one message", async () => {
  const plain = { ...report, variants: [], comparisons: [], failures: [] };
  await show({ [`GET /api/v1/reports/campaigns/${CAMPAIGN}`]: () => plain }, ALL, "pt");
  expect(await screen.findByText("Nenhuma mensagem falhou")).toBeTruthy();
  expect(screen.queryByText("Variantes")).toBeNull();
});

it("saves the messages, and says so where that fails", async () => {
  await show({
    [`POST /api/v1/reports/campaigns/${CAMPAIGN}/export.xlsx`]: () =>
      problem(409, "too-many-rows", { params: { most: 200_000 } }),
  });
  await userEvent.click(await screen.findByRole("button", { name: "Download data" }));
  await userEvent.click(await screen.findByRole("menuitem", { name: /Messages \(Excel\)/ }));
  expect(await screen.findByText(/200,?000 recipients at most/)).toBeTruthy();
});

it("leads those who may not see campaigns to none", async () => {
  await show({}, ["reports:read"]);
  await screen.findByRole("heading", { level: 1, name: "Pães de Natal" });
  expect(screen.queryByRole("link", { name: "Open the campaign" })).toBeNull();
  expect(screen.queryByRole("link", { name: "See the recipients" })).toBeNull();
});

it("says that it is not there, or not for everybody", async () => {
  await show({ [`GET /api/v1/reports/campaigns/${CAMPAIGN}`]: () => problem(404, "campaign-not-started") });
  expect(await screen.findByRole("button", { name: "Try again" })).toBeTruthy();
});

it("is not shown to who may not read reports", async () => {
  await show({}, []);
  expect(await screen.findByRole("heading", { level: 1, name: "Campaign report" })).toBeTruthy();
  expect(screen.queryByText("Pães de Natal")).toBeNull();
});
