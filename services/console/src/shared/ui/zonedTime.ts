/** Instants and the wall clocks of a time zone, which need not be the browser's. */

const MINUTE_MS = 60_000;

/** The wall clock of `zone` at an instant, as `datetime-local` takes it: `2026-03-08T14:30`. */
export function wallClock(instant: Date, zone: string): string {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  }).formatToParts(instant);
  const part = (type: string) => parts.find((found) => found.type === type)?.value ?? "00";
  return `${part("year")}-${part("month")}-${part("day")}T${part("hour")}:${part("minute")}`;
}

/**
 * The instant at which the clock of `zone` shows `wall`, or null if `wall` is no time. A time that is skipped when
 * clocks are put forward is taken as the one an hour later; one that comes twice is the first.
 */
export function instantOf(wall: string, zone: string): Date | null {
  const asUtc = Date.parse(`${wall}Z`);
  if (Number.isNaN(asUtc)) return null;
  const offsetAt = (instant: number) =>
    Date.parse(`${wallClock(new Date(instant), zone)}Z`) - Math.floor(instant / MINUTE_MS) * MINUTE_MS;
  const before = offsetAt(asUtc - 86_400_000);
  const first = asUtc - before;
  if (offsetAt(first) === before) return new Date(first);
  const second = asUtc - offsetAt(first);
  return new Date(offsetAt(second) === offsetAt(first) ? second : first);
}

/** The day of an instant in `zone`: `2026-03-08`. */
export function dayOf(instant: Date, zone: string): string {
  return wallClock(instant, zone).slice(0, 10);
}

/** How many days `later` is after `earlier`. */
export function daysBetween(earlier: string, later: string): number {
  return Math.round((Date.parse(later) - Date.parse(earlier)) / 86_400_000);
}
