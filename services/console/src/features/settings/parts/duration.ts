/** Lengths of time as settings have them: minutes, in the unit in which people say them. */

export type DurationUnit = "minutes" | "hours" | "days";

export const MINUTES: Readonly<Record<DurationUnit, number>> = { minutes: 1, hours: 60, days: 1440 };

/** Returns a number of minutes in the largest of some units that it is a whole number of. */
export function splitDuration(
  minutes: number | null,
  units: readonly DurationUnit[] = ["minutes", "hours", "days"],
): { count: number | null; unit: DurationUnit } {
  const smallest = units[0] ?? "minutes";
  if (minutes === null) return { count: null, unit: smallest };
  const unit = [...units].reverse().find((each) => minutes % MINUTES[each] === 0) ?? smallest;
  return { count: minutes / MINUTES[unit], unit };
}
