/** When a campaign runs: at once, at a time, or again and again by the clock of its zone. Pure. */

import type { CampaignChanges } from "../data";
import type { Campaign } from "../rules";

export interface RepeatForm {
  every: "day" | "week" | "month" | "custom";
  /** 1 is Monday, 7 is Sunday. */
  days: readonly number[];
  dayOfMonth: number;
  /** `09:00` */
  time: string;
  /** Five fields, where the others cannot say it. */
  cron: string;
}

export interface TimingForm {
  start: "now" | "later" | "repeat";
  /** An instant. */
  scheduledAt: string | null;
  repeat: RepeatForm;
  endsAt: string | null;
  maxRuns: number | null;
}

export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const START: RepeatForm = { every: "week", days: [1], dayOfMonth: 1, time: "09:00", cron: "" };

export function timingOf(campaign: Campaign): TimingForm {
  const { type, cron, endsAt, maxRuns } = campaign;
  return {
    start: type === "recurring" ? "repeat" : type === "scheduled" ? "later" : "now",
    scheduledAt: type === "scheduled" ? campaign.scheduledAt : null,
    repeat: cron ? repeatOf(cron) : START,
    endsAt,
    maxRuns,
  };
}

/** Returns what the API takes; undefined while the time is missing. */
export function timingBody(form: TimingForm): CampaignChanges | undefined {
  const { endsAt, maxRuns, scheduledAt } = form;
  if (form.start === "now")
    return { type: "broadcast", scheduledAt: null, cron: null, endsAt: null, maxRuns: null };
  if (form.start === "later") {
    if (scheduledAt === null) return undefined;
    return { type: "scheduled", scheduledAt, cron: null, endsAt: null, maxRuns: null };
  }
  const cron = cronOf(form.repeat);
  return cron === undefined ? undefined : { type: "recurring", scheduledAt: null, cron, endsAt, maxRuns };
}

/** Returns a repetition as five fields; undefined while it is not whole. */
export function cronOf(repeat: RepeatForm): string | undefined {
  if (repeat.every === "custom") return repeat.cron.trim() === "" ? undefined : repeat.cron.trim();
  const [hours, minutes] = repeat.time.split(":").map(Number);
  if (hours === undefined || minutes === undefined || Number.isNaN(hours + minutes)) return undefined;
  if (repeat.every === "day") return `${minutes} ${hours} * * *`;
  if (repeat.every === "month") return `${minutes} ${hours} ${repeat.dayOfMonth} * *`;
  if (repeat.days.length === 0) return undefined;
  const days = [...repeat.days].sort((a, b) => a - b).map((day) => day % 7);
  return `${minutes} ${hours} * * ${days.join(",")}`;
}

/** Returns the repetition that five fields say; what the form has no words for stays as it is. */
export function repeatOf(cron: string): RepeatForm {
  const custom: RepeatForm = { ...START, every: "custom", cron };
  const found = /^(\d{1,2}) (\d{1,2}) (\*|\d{1,2}) \* (\*|[0-7](?:,[0-7])*)$/.exec(cron.trim());
  if (!found) return custom;
  const [, minutes = "0", hours = "0", dayOfMonth = "*", weekdays = "*"] = found;
  const time = `${hours.padStart(2, "0")}:${minutes.padStart(2, "0")}`;
  if (dayOfMonth !== "*" && weekdays !== "*") return custom;
  if (dayOfMonth !== "*") return { ...START, every: "month", dayOfMonth: Number(dayOfMonth), time, cron };
  if (weekdays === "*") return { ...START, every: "day", time, cron };
  const days = weekdays.split(",").map((day) => Number(day) || 7);
  return { ...START, every: "week", days, time, cron };
}
