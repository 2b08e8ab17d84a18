/** Dates, numbers, telephone numbers, sizes and durations as people read them: pure, by `Intl`. */

import type { Locale } from "../i18n/messages";

export type When = string | number | Date;

export interface Format {
  /** `14:05` */
  time(at: When): string;
  /** Today, yesterday, the day of this week, else the date: for headings and lists. */
  day(at: When, now?: When): string;
  /** `24/12/2026` */
  date(at: When): string;
  /** `24 de dez.`: for axes of charts. */
  monthDay(at: When): string;
  /** `24/12/2026, 14:05` */
  dateTime(at: When): string;
  /** All of it, with the day of the week and the zone: for hints. */
  full(at: When): string;
  /** `5 minutes ago`, `in 2 days`. */
  relative(at: When, now?: When): string;
  /** The time if it is today, else the day: for rows of lists. */
  short(at: When, now?: When): string;
  number(value: number, digits?: number): string;
  /** Of a part from 0 to 1. */
  percent(part: number, digits?: number): string;
  money(value: number, currency: string): string;
  /** `+55 11 91234-5678` */
  phone(value: string): string;
  bytes(value: number): string;
  /** `1:05`, `1:02:03`: of recordings. */
  clock(ms: number): string;
  /** `3 min`, `2 h 5 min`: of waiting and working times. */
  duration(ms: number): string;
  list(values: readonly string[]): string;
}

const TAGS: Record<Locale, string> = { pt: "pt-BR", en: "en" };
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * DAY],
  ["month", 30 * DAY],
  ["day", DAY],
  ["hour", HOUR],
  ["minute", MINUTE],
];
const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** Returns the formats of a language in a time zone. */
export function formatIn(locale: Locale, timeZone: string): Format {
  const tag = TAGS[locale];
  const dates = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(tag, { timeZone, ...options });
    return (at: When) => format.format(new Date(at));
  };
  const time = dates({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const date = dates({ dateStyle: "short" });
  const dateTime = dates({ dateStyle: "short", timeStyle: "short" });
  const full = dates({ dateStyle: "full", timeStyle: "long" });
  const weekday = dates({ weekday: "long" });
  const dayAndMonth = dates({ day: "numeric", month: "long" });
  const dayMonthYear = dates({ day: "numeric", month: "long", year: "numeric" });
  const monthDay = dates({ day: "numeric", month: "short" });
  const calendar = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" });
  const relatives = new Intl.RelativeTimeFormat(tag, { numeric: "auto" });
  const lists = new Intl.ListFormat(tag, { type: "conjunction" });

  /** How many days of the calendar lie between two times. */
  const daysBetween = (at: When, now: When) =>
    Math.round(
      (Date.parse(calendar.format(new Date(now))) - Date.parse(calendar.format(new Date(at)))) / DAY,
    );

  const day = (at: When, now: When = Date.now()) => {
    const ago = daysBetween(at, now);
    if (ago === 0 || ago === 1) return capital(relatives.format(-ago, "day"), tag);
    if (ago > 1 && ago < 7) return capital(weekday(at), tag);
    return Math.abs(ago) < 180 ? dayAndMonth(at) : dayMonthYear(at);
  };

  return {
    time,
    day,
    date,
    monthDay,
    dateTime,
    full,
    relative(at, now = Date.now()) {
      const ms = new Date(at).getTime() - new Date(now).getTime();
      const [unit, length] = STEPS.find(([, size]) => Math.abs(ms) >= size) ?? ["second", 1000];
      return unit === "second"
        ? relatives.format(0, "second")
        : relatives.format(Math.trunc(ms / length), unit);
    },
    short(at, now = Date.now()) {
      const ago = daysBetween(at, now);
      if (ago === 0) return time(at);
      return ago >= 1 && ago < 7 ? day(at, now) : date(at);
    },
    number: (value, digits = 0) =>
      new Intl.NumberFormat(tag, { maximumFractionDigits: digits }).format(value),
    percent: (part, digits = 0) =>
      new Intl.NumberFormat(tag, { style: "percent", maximumFractionDigits: digits }).format(part),
    money: (value, currency) => new Intl.NumberFormat(tag, { style: "currency", currency }).format(value),
    phone,
    bytes(value) {
      const power = Math.min(Math.floor(Math.log10(Math.max(value, 1)) / 3), UNITS.length - 1);
      return new Intl.NumberFormat(tag, {
        style: "unit",
        unit: UNITS[power],
        maximumFractionDigits: power === 0 ? 0 : 1,
      }).format(value / 1000 ** power);
    },
    clock,
    duration: (ms) => duration(ms, tag),
    list: (values) => lists.format(values),
  };
}

function capital(text: string, tag: string): string {
  return text.charAt(0).toLocaleUpperCase(tag) + text.slice(1);
}

/** Returns a number in groups; of Brazil as it is written there. */
export function phone(value: string): string {
  const digits = value.replace(/\D/g, "");
  const brazil = /^55(\d{2})(\d{4,5})(\d{4})$/.exec(digits);
  if (brazil) return `+55 ${brazil[1]} ${brazil[2]}-${brazil[3]}`;
  const northAmerica = /^1(\d{3})(\d{3})(\d{4})$/.exec(digits);
  if (northAmerica) return `+1 ${northAmerica[1]}-${northAmerica[2]}-${northAmerica[3]}`;
  return digits.length >= 7 && digits.length <= 15 ? `+${digits}` : value;
}

function clock(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const rest = String(seconds % 60).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes}:${rest}`;
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}

function duration(ms: number, tag: string): string {
  const unit = (value: number, name: string) =>
    new Intl.NumberFormat(tag, { style: "unit", unit: name, unitDisplay: "short" }).format(value);
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return unit(seconds, "second");
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return unit(minutes, "minute");
  const hours = Math.floor(minutes / 60);
  const parts: [number, string][] =
    hours < 24
      ? [
          [hours, "hour"],
          [minutes % 60, "minute"],
        ]
      : [
          [Math.floor(hours / 24), "day"],
          [hours % 24, "hour"],
        ];
  return parts
    .filter(([value]) => value > 0)
    .map(([value, name]) => unit(value, name))
    .join(" ");
}
