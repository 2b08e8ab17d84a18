/** Opening hours as they are typed: intervals of each weekday, and days on which others hold. Pure. */

import type { Exception, Hours, Interval } from "./data";

export const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;
export type Day = (typeof DAYS)[number];

export const MOST_INTERVALS = 6;

/** What an office has that opens its hours for the first time. */
export const OFFICE: Hours = {
  ...Object.fromEntries(
    DAYS.map((day) => [
      day,
      day === "saturday" || day === "sunday" ? [] : [{ start: "09:00", end: "18:00" }],
    ]),
  ),
  exceptions: [],
};

/** Returns hours with all members, so that each can be shown. */
export function whole(hours: Hours): Required<Hours> {
  const days = Object.fromEntries(DAYS.map((day) => [day, hours[day] ?? []])) as Record<Day, Interval[]>;
  return { ...days, exceptions: hours.exceptions ?? [] };
}

/** Returns the intervals of a day with one more behind the last. */
export function withNext(intervals: readonly Interval[]): Interval[] {
  const last = intervals.at(-1);
  if (!last) return [{ start: "09:00", end: "18:00" }];
  const start = later(last.end, 60);
  return [...intervals, { start, end: later(start, 180) }];
}

/** Returns hours in which each working day is as one of them. */
export function asOnWeekdays(hours: Required<Hours>, day: Day): Required<Hours> {
  const own = hours[day];
  const days = DAYS.slice(0, 5).map((each) => [each, own.map((interval) => ({ ...interval }))]);
  return { ...hours, ...Object.fromEntries(days) };
}

/** Which interval is wrong: one that ends before it begins, or begins before the one before it ends. */
export function wrongInterval(intervals: readonly Interval[]): number | undefined {
  const sorted = intervals.map((interval, place) => ({ ...interval, place }));
  sorted.sort((a, b) => a.start.localeCompare(b.start));
  let end = "";
  for (const interval of sorted) {
    if (!/^\d\d:\d\d$/.test(interval.start) || !/^\d\d:\d\d$/.test(interval.end)) return interval.place;
    if (minutesOf(interval.end, true) <= minutesOf(interval.start)) return interval.place;
    if (end !== "" && minutesOf(interval.start) < minutesOf(end, true)) return interval.place;
    end = interval.end;
  }
  return undefined;
}

/** Which day or exception is wrong, by its name as the API has it; none if all are right. */
export function wrongPlace(hours: Required<Hours>): string | undefined {
  const day = DAYS.find((each) => wrongInterval(hours[each]) !== undefined);
  if (day) return day;
  const dates = hours.exceptions.map(({ date }) => date);
  const place = hours.exceptions.findIndex(
    (exception, at) =>
      exception.date === "" ||
      dates.indexOf(exception.date) !== at ||
      wrongInterval(exception.intervals ?? []) !== undefined,
  );
  return place < 0 ? undefined : `exceptions.${place}`;
}

/** Returns exceptions in the order of their days. */
export const byDate = (exceptions: readonly Exception[]): Exception[] =>
  [...exceptions].sort((a, b) => a.date.localeCompare(b.date));

/** Minutes since midnight; midnight at the end of an interval is the end of the day. */
function minutesOf(time: string, isEnd = false): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  const all = hours * 60 + minutes;
  return isEnd && all === 0 ? 1440 : all;
}

function later(time: string, minutes: number): string {
  const all = Math.min(minutesOf(time) + minutes, 1439);
  return `${String(Math.floor(all / 60)).padStart(2, "0")}:${String(all % 60).padStart(2, "0")}`;
}
