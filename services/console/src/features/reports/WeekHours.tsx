/** At what hours of the week most happens: for who plans shifts. */

import { useTranslations } from "use-intl";
import { Chart } from "@/shared/ui/Chart";
import type { Asked } from "./asked";
import { useHours } from "./data";
import { HOURS, weekOf } from "./days";
import { Loaded } from "./Loaded";
import type { Measure } from "./search";
import { useDayWords } from "./useDayWords";

export function WeekHours({ asked, measure }: { asked: Asked; measure: Measure }) {
  const t = useTranslations("reports");
  const words = useDayWords();
  const query = useHours(asked);
  return (
    <Loaded query={query} height={300}>
      {({ hours }) => {
        const rows = weekOf(hours, measure);
        const isEmpty = rows.every((row) => HOURS.every((hour) => row[`h${hour}`] === 0));
        return (
          <Chart
            kind="heat"
            title={t("hours.title", { measure: t(`daily.measures.${measure}`) })}
            text={t("hours.text")}
            x={{ key: "weekday", label: t("hours.weekday") }}
            formatX={(weekday) => words.weekday(Number(weekday))}
            series={HOURS.map((hour) => ({ key: `h${hour}`, label: t("hours.hour", { hour }) }))}
            rows={isEmpty ? [] : rows}
          />
        );
      }}
    </Loaded>
  );
}
