/** Names of days, weeks, months and days of the week. They have no zone: a day is the same one everywhere. */

import { useMemo } from "react";
import { useLocale } from "use-intl";
import type { Unit } from "./search";

export interface DayWords {
  /** `24 de nov.`, `nov. de 2026`: below a chart. */
  place: (day: string, unit: Unit) => string;
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
    const dates = (options: Intl.DateTimeFormatOptions) => {
      const format = new Intl.DateTimeFormat(tag, { timeZone: "UTC", ...options });
      return (at: string | number) => format.format(new Date(at));
    };
    const monthDay = dates({ day: "numeric", month: "short" });
    const month = dates({ month: "short", year: "numeric" });
    const weekday = dates({ weekday: "short" });
    const long = dates({ dateStyle: "long" });
    return {
      place: (day, unit) => (unit === "month" ? month(day) : monthDay(day)),
      long: (day) => long(day),
      weekday: (number) => weekday(MONDAY + (number - 1) * DAY_MS),
    };
  }, [locale]);
}
