/** Rules of the report by day: days into weeks and months, each beside the one before, and the hours of a week. */

import type { Day, Hour } from "./data";
import type { Measure, Unit } from "./search";

/** What the charts draw of a day, a week or a month. */
export interface Place {
  /** The first day of it that belongs to the period. */
  day: string;
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

type Counts = Omit<Place, "day">;

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
  const places: Place[] = [];
  let last: string | undefined;
  for (const day of days) {
    const begun = beginningOf(day.day, unit);
    const counts = countsOf(day);
    const place = places.at(-1);
    if (place && begun === last) {
      for (const name of Object.keys(counts) as (keyof Counts)[]) place[name] += counts[name];
    } else {
      places.push({ day: day.day, ...counts });
    }
    last = begun;
  }
  return places;
}

function beginningOf(day: string, unit: Unit): string {
  if (unit === "day") return day;
  if (unit === "month") return day.slice(0, 7);
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
}

/** Returns a measure of each place beside that of the place as far into the period before. */
export function besideBefore(
  now: readonly Place[],
  before: readonly Place[],
  measure: Measure,
): { day: string; now: number; before: number | null }[] {
  return now.map((place, at) => ({
    day: place.day,
    now: place[measure],
    before: before[at]?.[measure] ?? null,
  }));
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
