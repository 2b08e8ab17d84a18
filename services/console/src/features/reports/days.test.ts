/** Days into weeks and months, beside those before, and the hours of a week. */

import { describe, expect, it } from "vitest";
import type { Day, Hour } from "./data";
import { besideBefore, isWhole, placesOf, usualUnit, weekOf } from "./days";

const NONE = { sent: 0, delivered: 0, read: 0, failed: 0 };

function counted(inbound: number) {
  return {
    inbound,
    replies: { ...NONE, sent: 2, failed: 1 },
    campaigns: { sent: 4, delivered: 3, read: 2, failed: 7 },
    optOuts: 1,
    ticketsOpened: 5,
    ticketsClosed: 6,
  };
}

const day = (name: string, inbound = 1): Day => ({ day: name, ...counted(inbound) });
const hour = (weekday: number, at: number, inbound: number): Hour => ({
  weekday,
  hour: at,
  ...counted(inbound),
});

describe("places", () => {
  it("are days, weeks from Monday on, or months, each under its first day in the period", () => {
    // A Saturday, a Sunday, a Monday and the first of a month.
    const days = [day("2026-11-28"), day("2026-11-29", 10), day("2026-11-30", 100), day("2026-12-01", 1000)];
    const shown = (unit: "day" | "week" | "month") =>
      placesOf(days, unit).map((place) => [place.day, place.inbound]);
    expect(shown("day")).toHaveLength(4);
    expect(shown("week")).toEqual([
      ["2026-11-28", 11],
      ["2026-11-30", 1100],
    ]);
    expect(shown("month")).toEqual([
      ["2026-11-28", 111],
      ["2026-12-01", 1000],
    ]);
  });

  it("add up all that is counted", () => {
    expect(placesOf([day("2026-11-28"), day("2026-11-29")], "month")).toEqual([
      {
        day: "2026-11-28",
        last: "2026-11-29",
        inbound: 2,
        replies: 4,
        campaigns: 8,
        delivered: 6,
        read: 4,
        failed: 16,
        campaignsFailed: 14,
        opened: 10,
        closed: 12,
        optOuts: 2,
      },
    ]);
  });

  it("are as many as can be read", () => {
    expect([1, 62, 63, 210, 211, 366].map(usualUnit)).toEqual([
      "day",
      "day",
      "week",
      "week",
      "month",
      "month",
    ]);
  });

  it("stand beside those as far into the period before", () => {
    const now = [day("2026-11-29", 5), day("2026-11-30", 6)];
    const before = [day("2026-11-27", 3)];
    expect(besideBefore(now, before, "day", "inbound")).toEqual([
      { day: "2026-11-29", now: 5, before: 3 },
      { day: "2026-11-30", now: 6, before: null },
    ]);
  });

  it("stand beside as many days as they have, whatever weeks and months those were in", () => {
    // From a Thursday to a Monday, and from the Saturday before to the Wednesday between.
    const now = ["2026-11-26", "2026-11-27", "2026-11-28", "2026-11-29", "2026-11-30"];
    const before = ["2026-11-21", "2026-11-22", "2026-11-23", "2026-11-24", "2026-11-25"];
    const tens = [1, 10, 100, 1000, 10_000];
    const of = (names: string[]) => names.map((name, at) => day(name, tens[at]));
    expect(besideBefore(of(now), of(before), "week", "inbound")).toEqual([
      { day: "2026-11-26", now: 1111, before: 1111 },
      { day: "2026-11-30", now: 10_000, before: 10_000 },
    ]);
    expect(besideBefore(of(now), of(before), "month", "inbound")).toEqual([
      { day: "2026-11-26", now: 11_111, before: 11_111 },
    ]);
  });

  it("are whole if they have all days of the calendar's", () => {
    const whole = (first: string, last: string, unit: "day" | "week" | "month") =>
      isWhole({ day: first, last }, unit);
    expect(whole("2026-11-28", "2026-11-28", "day")).toBe(true);
    expect(whole("2026-11-23", "2026-11-29", "week")).toBe(true);
    expect(whole("2026-11-24", "2026-11-29", "week")).toBe(false);
    expect(whole("2026-11-23", "2026-11-28", "week")).toBe(false);
    expect(whole("2026-02-01", "2026-02-28", "month")).toBe(true);
    expect(whole("2026-11-02", "2026-11-30", "month")).toBe(false);
    expect(whole("2026-11-01", "2026-11-29", "month")).toBe(false);
  });
});

describe("a week", () => {
  it("has seven days of 24 hours, also where nothing happened", () => {
    const week = weekOf([hour(1, 9, 12), hour(7, 23, 3)], "inbound");
    expect(week).toHaveLength(7);
    expect(week[0]).toMatchObject({ weekday: "1", h9: 12, h10: 0 });
    expect(week[6]).toMatchObject({ weekday: "7", h23: 3 });
    expect(Object.keys(week[3] ?? {})).toHaveLength(25);
  });
});
