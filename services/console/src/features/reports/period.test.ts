/** Periods: the company's day, the chosen length, and what an address may say. */

import { describe, expect, it } from "vitest";
import { isComparable, lengthOf, periodBefore, periodOf, plusDays, today } from "./period";
import { validateReports } from "./search";

const day = "2026-11-29";

describe("a period", () => {
  it("ends on the company's day, not the browser's", () => {
    const late = new Date("2026-11-30T01:00:00Z");
    expect(today("America/Sao_Paulo", late)).toBe("2026-11-29");
    expect(today("Asia/Tokyo", late)).toBe("2026-11-30");
  });

  it("has as many days as are asked for, today among them", () => {
    expect(periodOf({ days: 7 }, day)).toEqual({ from: "2026-11-23", to: day });
    expect(lengthOf(periodOf({}, day))).toBe(30);
  });

  it("does not go beyond today, nor beyond what is reported on", () => {
    expect(periodOf({ from: "2026-11-01", to: "2027-01-01" }, day)).toEqual({ from: "2026-11-01", to: day });
    expect(lengthOf(periodOf({ from: "2020-01-01", to: day }, day))).toBe(366);
    expect(periodOf({ from: "2027-01-01", to: "2027-02-01" }, day)).toEqual({ from: day, to: day });
  });

  it("may follow the calendar", () => {
    expect(periodOf({ range: "today" }, day)).toEqual({ from: day, to: day });
    expect(periodOf({ range: "yesterday" }, "2026-12-01")).toEqual({ from: "2026-11-30", to: "2026-11-30" });
    expect(periodOf({ range: "month" }, day)).toEqual({ from: "2026-11-01", to: day });
    expect(periodOf({ range: "lastMonth" }, "2026-03-31")).toEqual({ from: "2026-02-01", to: "2026-02-28" });
    expect(periodOf({ range: "lastMonth" }, "2026-01-01")).toEqual({ from: "2025-12-01", to: "2025-12-31" });
  });

  it("is compared with the one of the same length before it", () => {
    expect(periodBefore({ from: "2026-11-23", to: day })).toEqual({ from: "2026-11-16", to: "2026-11-22" });
    expect(plusDays("2026-03-01", -1)).toBe("2026-02-28");
  });
});

describe("a comparison", () => {
  it("is none of today alone: it is not over", () => {
    expect(isComparable(periodOf({ range: "today" }, day), day)).toBe(false);
    expect(isComparable(periodOf({ from: day, to: day }, day), day)).toBe(false);
    expect(isComparable(periodOf({ range: "month" }, "2026-12-01"), "2026-12-01")).toBe(false);
    expect(isComparable(periodOf({ range: "yesterday" }, day), day)).toBe(true);
    expect(isComparable(periodOf({ days: 7 }, day), day)).toBe(true);
  });
});

describe("an address", () => {
  it("keeps what it knows and drops the rest", () => {
    const channel = "01a227fc-06aa-77c8-aba7-e51f7714f406";
    expect(validateReports({ days: "7", channel, tracking: "x" })).toEqual({ days: 7, channel });
    expect(validateReports({ from: "2026-11-02", to: "2026-11-01" })).toEqual({});
    expect(validateReports({ from: "2026-13-02", to: "2026-14-01", campaign: "../x" })).toEqual({});
    expect(validateReports({ from: "2026-11-01", to: "2026-11-02" })).toEqual({
      from: "2026-11-01",
      to: "2026-11-02",
    });
  });
});
