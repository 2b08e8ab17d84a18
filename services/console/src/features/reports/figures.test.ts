/** Figures: what is compared with what, which way is better, and what is too little to be said. */

import { describe, expect, it } from "vitest";
import type { Summary } from "./data";
import { changeOf, figureOf, isBetter, isNothing, TICKET_FIGURES } from "./figures";
import { durations, summary, ticketFigures } from "./testing/samples";

describe("a change", () => {
  it("is a part of what was before, of numbers and times", () => {
    expect(changeOf("number", 15, 10)).toEqual({ direction: "more", amount: 0.5 });
    expect(changeOf("duration", 60, 120)).toEqual({ direction: "less", amount: 0.5 });
  });

  it("is the distance, of rates and scores", () => {
    expect(changeOf("percent", 0.95, 0.9)?.amount).toBeCloseTo(0.05);
    expect(changeOf("score", 4, 4.5)).toEqual({ direction: "less", amount: 0.5 });
    expect(changeOf("percent", 0.1, 0)).toEqual({ direction: "more", amount: 0.1 });
  });

  it("is unknown where there is nothing to compare", () => {
    expect(changeOf("number", 5, 0)).toBeUndefined();
    expect(changeOf("number", 5, undefined)).toBeUndefined();
    expect(changeOf("duration", null, 5)).toBeUndefined();
    expect(changeOf("score", 5, null)).toBeUndefined();
  });

  it("is none where it would be written as 0", () => {
    expect(changeOf("number", 1001, 1000)?.direction).toBe("same");
    expect(changeOf("score", 4.51, 4.5)?.direction).toBe("same");
    expect(changeOf("percent", 0.9001, 0.9)?.direction).toBe("same");
  });

  it("is for the better or the worse, or neither", () => {
    const less = { direction: "less" as const, amount: 1 };
    expect(isBetter(less, "less")).toBe(true);
    expect(isBetter(less, "more")).toBe(false);
    expect(isBetter(less, "neither")).toBeUndefined();
    expect(isBetter({ direction: "same", amount: 0 }, "less")).toBeUndefined();
  });
});

describe("figures of tickets", () => {
  it("are read by the clock or in opening hours", () => {
    const figures = ticketFigures({ resolution: durations(900), closed: 3 });
    expect(figureOf("resolution").value(figures, "calendar")).toBe(900);
    expect(figureOf("resolution").value(figures, "business")).toBe(300);
    expect(figureOf("closed").value(figures, "business")).toBe(3);
  });

  it("have no value where nothing was counted of times and rates", () => {
    const none = TICKET_FIGURES.filter(({ value }) => value(ticketFigures(), "calendar") === null);
    expect(none.map(({ id }) => id)).toEqual([
      "firstReply",
      "nextReply",
      "resolution",
      "satisfaction",
      "promises",
    ]);
  });
});

describe("nothing happened", () => {
  const none = { sent: 0, delivered: 0, read: 0, failed: 0 };
  const { totals, ...rest } = summary(0);
  const nothing: Summary = { ...rest, totals: { ...totals, replies: none }, tickets: ticketFigures() };

  it("where all is zero, also in the period before", () => {
    expect(isNothing(nothing)).toBe(true);
    expect(isNothing({ ...nothing, previous: nothing })).toBe(true);
    expect(isNothing({ ...nothing, previous: summary(1) })).toBe(false);
  });

  it.each([
    ["reopened", { tickets: ticketFigures({ reopened: 1 }) }],
    ["answered first", { tickets: ticketFigures({ firstReply: durations(60) }) }],
    ["answered again", { tickets: ticketFigures({ nextReply: durations(60) }) }],
    ["resolved", { tickets: ticketFigures({ resolution: durations(60) }) }],
    ["delivered", { totals: { ...totals, replies: { ...none, delivered: 1 } } }],
    ["read", { totals: { ...totals, replies: none, campaigns: { ...none, read: 1 } } }],
    ["failed", { totals: { ...totals, replies: none, campaigns: { ...none, failed: 1 } } }],
  ])("not where one thing was %s", (_, some) => {
    expect(isNothing({ ...nothing, ...some })).toBe(false);
  });
});
