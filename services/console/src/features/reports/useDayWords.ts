/** Names of days, weeks, months and days of the week. They have no zone: a day is the same one everywhere. */

import { useMemo } from "react";
import { useLocale } from "use-intl";
import { isWhole, type Place } from "./days";
import type { Unit } from "./search";

export interface DayWords {
  /** `24 de nov.`, `nov. de 2026`: below a chart. What is a part of a week or month has its days: `28–29 de nov.` */
  place: (place: Pick<Place, "day" | "last">, unit: Unit) => string;
  /** `24/11/2026` */
  short: (day: string) => string;
  /** `24 de novembro de 2026` */
  long: (day: string) => string;
  /** `seg.`; 1 is Monday. */
  weekday: (number: number) => string;
}

const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

export function useDayWords(): DayWords {
  const locale = useLocale();
  return useMemo(() => {
    const tag = locale.startsWith("pt") ? "pt-BR" : "en";
    const formatOf = (options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(tag, { timeZone: "UTC", ...options });
    const dates = (options: Intl.DateTimeFormatOptions) => {
      const format = formatOf(options);
      return (at: string | number) => format.format(new Date(at));
    };
    const monthDay = dates({ day: "numeric", month: "short" });
    const span = formatOf({ day: "numeric", month: "short" });
    // A week has its first day for a name; a single day of one is told from it by its own.
    const single = dates({ weekday: "short", day: "numeric", month: "short" });
    const month = dates({ month: "short", year: "numeric" });
    const weekday = dates({ weekday: "short" });
    const short = dates({ dateStyle: "short" });
    const long = dates({ dateStyle: "long" });
    return {
      place(place, unit) {
        const { day, last } = place;
        if (isWhole(place, unit)) return unit === "month" ? month(day) : monthDay(day);
        return day === last ? single(day) : span.formatRange(new Date(day), new Date(last));
      },
      short: (day) => short(day),
      long: (day) => long(day),
      weekday: (number) => weekday(MONDAY + (number - 1) * DAY_MS),
    };
  }, [locale]);
}
