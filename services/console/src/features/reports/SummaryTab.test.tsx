/** The summary: numbers beside those of the period before, and what there is when nothing happened. */

import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { render } from "@/shared/testing/render";
import { serve } from "@/shared/testing/server";
import type { Summary } from "./data";
import { SummaryTab } from "./SummaryTab";

const period = { from: "2026-11-23", to: "2026-11-29" };

function summary(inbound: number, medianSeconds: number | null): Summary {
  const none = { sent: 0, delivered: 0, read: 0, failed: 0 };
  const duration = { count: 0, medianSeconds: null, p90Seconds: null, averageSeconds: null };
  const durations = { calendar: duration, business: duration };
  return {
    timeZone: "America/Sao_Paulo",
    firstDay: period.from,
    lastDay: period.to,
    totals: {
      inbound,
      replies: { sent: 20, delivered: 18, read: 9, failed: 1 },
      campaigns: none,
      optOuts: 0,
      ticketsOpened: 4,
      ticketsClosed: 3,
    },
    successRate: 0.95,
    firstReply: { tickets: 3, medianSeconds, averageSeconds: medianSeconds },
    tickets: {
      opened: 4,
      closed: 3,
      closedByRule: 0,
      reopened: 0,
      firstReply: durations,
      nextReply: durations,
      resolution: durations,
      promises: { kept: 0, broken: 0, rate: null },
      satisfaction: { ratings: 0, average: null, satisfied: null, scores: {} },
    },
  };
}

it("compares the period with the one before it", async () => {
  const requests = serve({
    "GET /api/v1/reports/summary": (_: Request, url: URL) =>
      url.searchParams.get("from") === period.from ? summary(150, 90) : summary(100, 180),
  });
  await render(<SummaryTab period={period} search={{ channel: "c1" }} onSearch={() => undefined} />, {
    messages: ["reports"],
    locale: "en",
  });
  const tile = (await screen.findByText("Messages received")).parentElement as HTMLElement;
  expect(within(tile).getByText("150")).toBeDefined();
  expect(await within(tile).findByText(/50% more than in the period before/)).toBeDefined();
  const reply = screen.getByText("First reply").parentElement as HTMLElement;
  expect(within(reply).getByText("1 min")).toBeDefined();
  expect(within(reply).getByText(/50% less/)).toBeDefined();
  expect(screen.getByText("No data in this period")).toBeDefined();
  expect(requests.map((request) => new URL(request.url).searchParams.get("to")).sort()).toEqual([
    "2026-11-22",
    "2026-11-29",
  ]);
});

it("says that nobody was answered", async () => {
  serve({ "GET /api/v1/reports/summary": summary(0, null) });
  await render(<SummaryTab period={period} search={{}} onSearch={() => undefined} />, {
    messages: ["reports"],
    locale: "pt",
  });
  const reply = (await screen.findByText("Primeira resposta")).parentElement as HTMLElement;
  expect(within(reply).getByText("–")).toBeDefined();
});

it("says why it could not be read", async () => {
  serve({});
  await render(<SummaryTab period={period} search={{}} onSearch={() => undefined} />, {
    messages: ["reports"],
    locale: "en",
  });
  expect(await screen.findByRole("button", { name: "Try again" })).toBeDefined();
});
