/** The summary: figures beside those of the period before, and what there is when nothing happened. */

import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { expectAccessible } from "@/shared/testing/axe";
import { render } from "@/shared/testing/render";
import { serve } from "@/shared/testing/server";
// What charts load when they are needed, loaded before a test waits for it.
import "@/shared/ui/Ranking";
import { SummaryTab } from "./SummaryTab";
import type { ReportProps } from "./tabs";
import { durations, summary, ticketFigures } from "./testing/samples";

const period = { from: "2026-11-23", to: "2026-11-29" };

function props(more: Partial<ReportProps> = {}): ReportProps {
  return {
    period,
    search: {},
    asked: { ...period, compare: true },
    onSearch: () => undefined,
    ...more,
  };
}

const tileOf = async (name: string) => (await screen.findByText(name)).parentElement as HTMLElement;

it("compares the period with the one before it", async () => {
  const requests = serve({
    "GET /api/v1/reports/summary": {
      ...summary(150, {
        firstReply: durations(90),
        satisfaction: { ratings: 4, average: 4.5, satisfied: 0.75, scores: { "5": 3, "3": 1 } },
      }),
      previous: {
        ...summary(100, {
          firstReply: durations(180),
          satisfaction: { ratings: 1, average: 4, satisfied: 1, scores: { "4": 1 } },
        }),
        successRate: 0.9,
      },
    },
    "GET /api/v1/reports/daily": { timeZone: "America/Sao_Paulo", days: [] },
  });
  await render(<SummaryTab {...props()} />, { messages: ["reports"], locale: "en" });
  const received = await tileOf("Messages received");
  expect(within(received).getByText("150")).toBeDefined();
  expect(within(received).getByText(/^50%/).textContent).toBe("50% more than in the previous period");
  expect(within(received).getByText("was 100")).toBeDefined();
  const reply = await tileOf("First reply");
  expect(within(reply).getByText("1 min")).toBeDefined();
  expect(reply.textContent).toContain("50% less than in the previous period");
  expect(within(reply).getByText(/90% within 6 min; average 3 min/)).toBeDefined();
  expect((await tileOf("Sent successfully")).textContent).toContain("5 pp more");
  const rating = await tileOf("Satisfaction");
  expect(within(rating).getByText("4.5 of 5")).toBeDefined();
  expect(rating.textContent).toContain("0.5 more");
  const asked = new URL(requests.find(({ url }) => url.includes("/summary"))?.url ?? "").searchParams;
  expect(Object.fromEntries(asked)).toEqual({ ...period, compare: "true" });
  await expectAccessible();
});

it("counts times in opening hours if the address says so", async () => {
  serve({ "GET /api/v1/reports/summary": summary(1, { firstReply: durations(540) }) });
  await render(<SummaryTab {...props({ search: { hours: "business" } })} />, {
    messages: ["reports"],
    locale: "pt",
  });
  expect(within(await tileOf("Primeira resposta")).getByText("3 min")).toBeDefined();
  expect(screen.getByRole("heading", { name: "Tempos em horário de atendimento" })).toBeDefined();
});

it("says that nobody was answered, and that messages have no queue", async () => {
  serve({ "GET /api/v1/reports/summary": summary(3) });
  const queueId = "01a227fc-06aa-77c8-aba7-e51f7714f406";
  await render(<SummaryTab {...props({ asked: { ...period, queueId } })} />, {
    messages: ["reports"],
    locale: "pt",
  });
  expect(within(await tileOf("Primeira resposta")).getByText("–")).toBeDefined();
  expect(screen.getByText(/esses filtros não valem aqui/)).toBeDefined();
});

it("says that nothing happened", async () => {
  const nothing = { sent: 0, delivered: 0, read: 0, failed: 0 };
  const { totals, ...rest } = summary(0);
  serve({
    "GET /api/v1/reports/summary": {
      ...rest,
      totals: { ...totals, replies: nothing },
      tickets: ticketFigures(),
    },
  });
  await render(<SummaryTab {...props()} />, { messages: ["reports"], locale: "en" });
  expect(await screen.findByText("Nothing happened in this period")).toBeDefined();
});

it("says what came of messages without shares, as those sent before may be read now", async () => {
  const { totals, ...rest } = summary(3);
  serve({
    "GET /api/v1/reports/summary": {
      ...rest,
      totals: { ...totals, campaigns: { sent: 10, delivered: 24, read: 30, failed: 4 } },
    },
  });
  await render(<SummaryTab {...props()} />, { messages: ["reports"], locale: "en" });
  const drawing = await screen.findByRole("img", { name: /^Delivery of campaigns/ });
  expect(drawing.getAttribute("aria-label")).toBe("Delivery of campaigns. Sent: 10; Delivered: 24; Read: 30");
  const failed = await tileOf("Failed messages");
  expect(within(failed).getByText("5")).toBeDefined();
  expect(failed.textContent).toContain("1 reply, 4 from campaigns.");
});

it("says why it could not be read", async () => {
  serve({});
  await render(<SummaryTab {...props()} />, { messages: ["reports"], locale: "en" });
  expect(await screen.findByRole("button", { name: "Try again" })).toBeDefined();
});
