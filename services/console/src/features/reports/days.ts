/** Rules of the report by day: days into weeks and months, each beside the one before, and the hours of a week. */

import type { Day, Hour } from "./data";
import { plusDays } from "./period";
import type { Measure, Unit } from "./search";

/** What the charts draw of a day, a week or a month. */
export interface Place {
  /** The first day of it that belongs to the period. */
  day: string;
  /** The last one. */
  last: string;
  inbound: number;
  replies: number;
  campaigns: number;
  delivered: number;
  read: number;
  /** Replies and messages of campaigns. */
  failed: number;
  campaignsFailed: number;
  opened: number;
  closed: number;
  optOuts: number;
}

type Counts = Omit<Place, "day" | "last">;

/** Returns what is counted of a day, or of an hour of a week. */
export function countsOf({
  inbound,
  replies,
  campaigns,
  ticketsOpened,
  ticketsClosed,
  optOuts,
}: Day | Hour): Counts {
  return {
    inbound,
    replies: replies.sent,
    campaigns: campaigns.sent,
    delivered: campaigns.delivered,
    read: campaigns.read,
    failed: replies.failed + campaigns.failed,
    campaignsFailed: campaigns.failed,
    opened: ticketsOpened,
    closed: ticketsClosed,
    optOuts,
  };
}

/** Returns the unit that a number of days is readable in. */
export function usualUnit(days: number): Unit {
  if (days <= 62) return "day";
  return days <= 210 ? "week" : "month";
}

/** Returns days added up by day, week (from Monday on) or month. */
export function placesOf(days: readonly Day[], unit: Unit): Place[] {
  return partsOf(days, unit).map(placeOf);
}

/** Returns days parted into days, weeks or months. */
function partsOf(days: readonly Day[], unit: Unit): [Day, ...Day[]][] {
  const parts: [Day, ...Day[]][] = [];
  let last: string | undefined;
  for (const day of days) {
    const begun = beginningOf(day.day, unit);
    const part = parts.at(-1);
    if (part && begun === last) part.push(day);
    else parts.push([day]);
    last = begun;
  }
  return parts;
}

function placeOf([first, ...others]: [Day, ...Day[]]): Place {
  const place: Place = { day: first.day, last: others.at(-1)?.day ?? first.day, ...countsOf(first) };
  for (const day of others) {
    const counts = countsOf(day);
    for (const name of Object.keys(counts) as (keyof Counts)[]) place[name] += counts[name];
  }
  return place;
}

/** Whether a place has all days of its week or month: at the ends of a period some are missing. */
export function isWhole({ day, last }: Pick<Place, "day" | "last">, unit: Unit): boolean {
  if (unit === "day") return true;
  return (
    beginningOf(plusDays(day, -1), unit) !== beginningOf(day, unit) &&
    beginningOf(plusDays(last, 1), unit) !== beginningOf(last, unit)
  );
}

function beginningOf(day: string, unit: Unit): string {
  if (unit === "day") return day;
  if (unit === "month") return day.slice(0, 7);
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
}

/**
 * Returns a measure of each place beside that of the days as far into the period before: of as many days, though these
 * may be no week or month of the calendar.
 */
export function besideBefore(
  days: readonly Day[],
  previous: readonly Day[],
  unit: Unit,
  measure: Measure,
): { day: string; now: number; before: number | null }[] {
  let at = 0;
  return partsOf(days, unit).map((part) => {
    const [first, ...others] = previous.slice(at, at + part.length);
    at += part.length;
    const now = placeOf(part);
    return {
      day: now.day,
      now: now[measure],
      before: first ? placeOf([first, ...others])[measure] : null,
    };
  });
}

export const HOURS: readonly number[] = Array.from({ length: 24 }, (_, hour) => hour);
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/** Returns a row for each day of the week, from Monday on, with a column for each hour: `h0` to `h23`. */
export function weekOf(hours: readonly Hour[], measure: Measure): Record<string, string | number>[] {
  return WEEKDAYS.map((weekday) => {
    const row: Record<string, string | number> = { weekday: String(weekday) };
    for (const hour of HOURS) row[`h${hour}`] = 0;
    for (const one of hours) {
      if (one.weekday === weekday) row[`h${one.hour}`] = countsOf(one)[measure];
    }
    return row;
  });
}
