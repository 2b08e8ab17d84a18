/** Periods of whole days in the company's time zone: the chosen one, and the one before it to compare with. */

import type { Range, ReportsSearch } from "./search";

/** The first and the last day, which belongs to it. */
export interface Period {
  from: string;
  to: string;
}

export const USUAL = 30;
/** The API reports on this many days at most. */
export const MOST_DAYS = 366;
const DAY_MS = 86_400_000;

/** Returns the day that it is in a time zone, as `2026-11-29`. */
export function today(timeZone: string, now: Date = new Date()): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" }).format(now);
}

/** Returns a day that is some days later or, if negative, earlier. */
export function plusDays(day: string, days: number): string {
  return new Date(Date.parse(day) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Returns how many days a period has. */
export function lengthOf({ from, to }: Period): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
}

/** Returns the period that an address asks for. */
export function periodOf({ days, range, from, to }: ReportsSearch, day: string): Period {
  if (range) return rangeOf(range, day);
  if (from && to) {
    const last = to < day ? to : day;
    const first = from < last ? from : last;
    const isTooLong = lengthOf({ from: first, to: last }) > MOST_DAYS;
    return { from: isTooLong ? plusDays(last, 1 - MOST_DAYS) : first, to: last };
  }
  return { from: plusDays(day, 1 - (days ?? USUAL)), to: day };
}

function rangeOf(range: Range, day: string): Period {
  const first = `${day.slice(0, 8)}01`;
  if (range === "today") return { from: day, to: day };
  if (range === "month") return { from: first, to: day };
  const before = plusDays(range === "yesterday" ? day : first, -1);
  return { from: range === "yesterday" ? before : `${before.slice(0, 8)}01`, to: before };
}

/** Returns the period of the same length before one. */
export function periodBefore(period: Period): Period {
  const length = lengthOf(period);
  return { from: plusDays(period.from, -length), to: plusDays(period.from, -1) };
}

/** Whether a period may be compared with the one before: a day that is not over is not, with one that is. */
export function isComparable(period: Period, day: string): boolean {
  return period.from < day;
}
