/** Rules of scheduled reports and exports: which filters a report has, who may get it, what a form sends. Pure. */

import { lengthOf, MOST_DAYS } from "../period";
import type {
  Every,
  Export,
  ExportBody,
  ExportReport,
  ExportStatus,
  FileFormat,
  Filters,
  ReportName,
  RunStatus,
  Schedule,
  ScheduleBody,
} from "./data";

/** Every report that can be scheduled, in the order of the form, and what its figures are of. */
const KINDS: Record<ReportName, "tickets" | "messages"> = {
  summary: "tickets",
  daily: "tickets",
  hourly: "tickets",
  agents: "tickets",
  queues: "tickets",
  tags: "tickets",
  channels: "messages",
  templates: "messages",
  campaigns: "messages",
  "delivery-errors": "messages",
  "opt-outs": "messages",
};

export const REPORTS = Object.keys(KINDS) as ReportName[];

export type FilterName = keyof Filters;

/** Returns what a report can be narrowed to: a message has a channel, and neither a queue nor an agent nor a tag. */
export function filtersOf(report: ReportName): readonly FilterName[] {
  return KINDS[report] === "tickets" ? ["channelId", "queueId", "agentId", "tagId"] : ["channelId"];
}

export const NO_FILTERS: Filters = { channelId: null, queueId: null, agentId: null, tagId: null };

/** Returns those filters that a report has; what was chosen for another one is left out. */
export function keptFilters(filters: Filters, report: ReportName): Filters {
  const kept = { ...NO_FILTERS };
  for (const name of filtersOf(report)) kept[name] = filters[name];
  return kept;
}

export const EVERY = ["daily", "weekly", "monthly"] as const satisfies readonly Every[];
/** Monday is 1. */
export const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
export const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
export const MOST_RECIPIENTS = 20;

/** Returns an hour as a clock shows it. */
export const clockOf = (hour: number): string => `${String(hour).padStart(2, "0")}:00`;

/** Returns a day of the week in a language; 1 is Monday. */
export function weekdayName(weekday: number, locale: string): string {
  const monday = Date.UTC(2024, 0, 1);
  const day = new Date(monday + (weekday - 1) * 86_400_000);
  return new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" }).format(day);
}

/** Who may see the reports of the whole company, and can be sent them. */
export function mayReceive({ role, status }: { role: string; status: string }): boolean {
  return status === "active" && role !== "agent";
}

/** Returns a schedule as a form has it; of a new one, what most want: the week's summary on Monday morning. */
export function formOf(schedule: Schedule | undefined, language: "pt" | "en"): ScheduleBody {
  if (!schedule)
    return {
      name: "",
      report: "summary",
      filters: NO_FILTERS,
      every: "weekly",
      weekday: 1,
      day: 1,
      hour: 8,
      recipientIds: [],
      format: "xlsx",
      language,
    };
  const { name, report, filters, every, weekday, day, hour, recipients, format } = schedule;
  return {
    name,
    report,
    filters: { ...NO_FILTERS, ...filters },
    every,
    weekday: weekday ?? 1,
    day: day ?? 1,
    hour,
    recipientIds: recipients.map(({ userId }) => userId),
    format,
    language: schedule.language,
  };
}

/** Returns what is sent of a form: nothing that its frequency or its report does not have. */
export function bodyOf(form: ScheduleBody): ScheduleBody {
  return {
    ...form,
    name: form.name.trim(),
    filters: keptFilters(form.filters, form.report),
    weekday: form.every === "weekly" ? form.weekday : null,
    day: form.every === "monthly" ? form.day : null,
  };
}

export const RUN_TONES: Record<RunStatus, "accent" | "neutral" | "warning" | "danger" | "info"> = {
  pending: "info",
  sent: "accent",
  partly: "warning",
  failed: "danger",
  skipped: "neutral",
};

/** Returns which runs are being sent, as one word; empty if none is. */
export function pendingRuns(schedules: readonly Pick<Schedule, "lastRun">[]): string {
  return schedules.flatMap(({ lastRun }) => (lastRun?.status === "pending" ? [lastRun.id] : [])).join(" ");
}

const A_MINUTE_MS = 60_000;

/** After how long the list is read again while runs are sent: most take seconds, a mail server that is away a day. */
export function sendingAgainMs(sinceMs: number): number {
  return sinceMs < A_MINUTE_MS ? 3000 : A_MINUTE_MS;
}

/** Whether an export is still being made. */
export function isUnderWay({ status }: { status: ExportStatus }): boolean {
  return status === "queued" || status === "running";
}

/** How far an export is, from 0 to 1; undefined while nobody knows. The total is an estimate, and may be exceeded. */
export function progressOf({ status, rowsDone, rowsTotal }: Export): number | undefined {
  if (status === "finished") return 1;
  if (status !== "running" || !rowsTotal) return undefined;
  return Math.min(0.99, rowsDone / rowsTotal);
}

export const EXPORTS = ["tickets", "daily", "campaign"] as const satisfies readonly ExportReport[];

export interface ExportForm {
  report: ExportReport;
  format: FileFormat;
  from: string;
  to: string;
  filters: Filters;
}

/** What is wrong with a period, by the name of its sentence. */
export function periodProblem({ from, to }: ExportForm): "reversed" | "tooLong" | undefined {
  if (from === "" || to === "" || from > to) return "reversed";
  return lengthOf({ from, to }) > MOST_DAYS ? "tooLong" : undefined;
}

/** Returns what is asked for: the messages of a campaign, or the rows of a period. */
export function exportBodyOf(form: ExportForm, campaignId: string | undefined): ExportBody {
  const { report, format, from, to, filters } = form;
  if (report === "campaign") return { report, format, ...(campaignId && { campaignId }) };
  return { report, format, from, to, filters };
}
