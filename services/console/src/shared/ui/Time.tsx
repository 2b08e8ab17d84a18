/** A moment, in the company's time zone, short enough for a list; in full when it is pointed at. */

import { useFormatter, useLocale, useNow, useTimeZone } from "use-intl";
import { dayOf, daysBetween } from "./zonedTime";

interface TimeProps {
  /** An instant: ISO 8601 with its offset. */
  at: string | Date;
  /**
   * `list`: the time today, "yesterday", the weekday within a week, else the date. `relative`: "5 minutes ago".
   * `time`, `date`, `dateTime`: as they say.
   */
  kind?: "list" | "relative" | "time" | "date" | "dateTime";
  className?: string;
}

const FULL = { dateStyle: "full", timeStyle: "medium" } as const;
const DATE = { day: "2-digit", month: "2-digit", year: "numeric" } as const;
const SHORT_DATE = { day: "2-digit", month: "short" } as const;
const TIME = { hour: "2-digit", minute: "2-digit" } as const;

export function Time({ at, kind = "dateTime", className }: TimeProps) {
  const format = useFormatter();
  const moment = typeof at === "string" ? new Date(at) : at;
  const words =
    kind === "relative" || kind === "list" ? (
      <Moving moment={moment} kind={kind} />
    ) : (
      format.dateTime(moment, { time: TIME, date: DATE, dateTime: { ...DATE, ...TIME } }[kind])
    );
  return (
    <time dateTime={moment.toISOString()} title={format.dateTime(moment, FULL)} className={className}>
      {words}
    </time>
  );
}

/** What reads otherwise as time goes on. */
function Moving({ moment, kind }: { moment: Date; kind: "list" | "relative" }) {
  const format = useFormatter();
  const locale = useLocale();
  const zone = useTimeZone() ?? "UTC";
  const now = useNow({ updateInterval: 60_000 });
  if (kind === "relative") return format.relativeTime(moment, now);
  const day = dayOf(moment, zone);
  const today = dayOf(now, zone);
  const days = daysBetween(day, today);
  if (days <= 0) return format.dateTime(moment, TIME);
  if (days === 1) return new Intl.RelativeTimeFormat(locale, { numeric: "auto" }).format(-1, "day");
  if (days < 7) return format.dateTime(moment, { weekday: "short" });
  return format.dateTime(moment, day.slice(0, 4) === today.slice(0, 4) ? SHORT_DATE : DATE);
}
