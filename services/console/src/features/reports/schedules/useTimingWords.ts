/** When a report is sent, in a sentence. */

import { useLocale, useTranslations } from "use-intl";
import type { Schedule } from "./data";
import { clockOf, weekdayName } from "./rules";

type Timing = Pick<Schedule, "every" | "weekday" | "day" | "hour">;

export function useTimingWords(): (timing: Timing) => string {
  const t = useTranslations("reportsSchedules.timing");
  const locale = useLocale();
  return ({ every, weekday, day, hour }) => {
    const at = clockOf(hour);
    if (every === "weekly") return t("weekly", { weekday: weekdayName(weekday ?? 1, locale), at });
    if (every === "monthly") return t("monthly", { day: day ?? 1, at });
    return t("daily", { at });
  };
}
