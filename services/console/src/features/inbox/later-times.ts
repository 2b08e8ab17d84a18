/** Times that are often meant by "later", in the company's zone: for snoozing and for scheduled messages. Pure. */

import { dayOf, instantOf } from "@/shared/ui/zonedTime";

export type LaterName = "inAnHour" | "inThreeHours" | "tomorrow" | "monday";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MORNING = "T09:00";

export function laterTimes(now: Date, zone: string): { name: LaterName; at: Date }[] {
  const morningIn = (days: number) =>
    instantOf(dayOf(new Date(now.getTime() + days * DAY_MS), zone) + MORNING, zone);
  const weekday = new Date(`${dayOf(now, zone)}T12:00:00Z`).getUTCDay();
  const toMonday = (8 - weekday) % 7 || 7;
  const times: { name: LaterName; at: Date | null }[] = [
    { name: "inAnHour", at: new Date(now.getTime() + HOUR_MS) },
    { name: "inThreeHours", at: new Date(now.getTime() + 3 * HOUR_MS) },
    { name: "tomorrow", at: morningIn(1) },
    { name: "monday", at: toMonday > 1 ? morningIn(toMonday) : null },
  ];
  return times.flatMap(({ name, at }) => (at ? [{ name, at }] : []));
}
