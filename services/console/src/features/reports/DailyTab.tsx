/** The period day by day, or in weeks or months: messages, tickets, what came of campaigns, and the hours of the week. */

import { useTranslations } from "use-intl";
import { Chart, type ChartProps } from "@/shared/ui/Chart";
import { Select } from "@/shared/ui/Select";
import { narrowsTickets } from "./asked";
import { DayTable } from "./DayTable";
import { type Day, useDays } from "./data";
import { besideBefore, type Place, placesOf, usualUnit } from "./days";
import { Loaded } from "./Loaded";
import { lengthOf } from "./period";
import css from "./reports.module.css";
import { MEASURES, type Measure, UNITS, type Unit } from "./search";
import type { ReportProps } from "./tabs";
import { useDayWords } from "./useDayWords";
import { WeekHours } from "./WeekHours";

export function DailyTab(props: ReportProps) {
  const { asked, search, period, onSearch } = props;
  const t = useTranslations("reports.daily");
  const days = useDays(asked);
  const unit = search.by ?? usualUnit(lengthOf(period));
  const measure = search.measure ?? "inbound";
  return (
    <>
      <div className={css.choices}>
        <Select<Unit>
          inline
          prefix={t("by")}
          value={unit}
          onValue={(by) => onSearch({ by })}
          options={UNITS.map((value) => ({ value, label: t(`units.${value}`) }))}
        />
        <Select<Measure>
          inline
          prefix={t("measure")}
          value={measure}
          onValue={(chosen) => onSearch({ measure: chosen })}
          options={MEASURES.map((value) => ({ value, label: t(`measures.${value}`) }))}
        />
      </div>
      {narrowsTickets(asked) && <p className={css.note}>{t("narrowed")}</p>}
      <Loaded query={days}>
        {({ days, previous }) => (
          <>
            <Compared days={days} previous={previous ?? undefined} measure={measure} unit={unit} />
            <WeekHours asked={asked} measure={measure} />
            <Charts places={placesOf(days, unit)} unit={unit} />
            <DayTable
              places={placesOf(days, unit)}
              unit={unit}
              sort={search.order}
              onSort={(sort) => onSearch({ order: sort })}
            />
          </>
        )}
      </Loaded>
    </>
  );
}

/** Returns what places are called, by the first day of each. */
function usePlaceNames(places: readonly Place[], unit: Unit): (day: string) => string {
  const words = useDayWords();
  const byDay = new Map(places.map((place) => [place.day, words.place(place, unit)]));
  return (day) => byDay.get(day) ?? day;
}

interface ComparedProps {
  days: readonly Day[];
  previous: readonly Day[] | undefined;
  measure: Measure;
  unit: Unit;
}

/** The chosen measure, beside that of the period before. */
function Compared({ days, previous, measure, unit }: ComparedProps) {
  const t = useTranslations("reports.daily");
  const names = usePlaceNames(placesOf(days, unit), unit);
  const rows = besideBefore(days, previous ?? [], unit, measure);
  const isEmpty = rows.every((row) => row.now === 0 && !row.before);
  return (
    <Chart
      kind="line"
      title={t("measureBy", { measure: t(`measures.${measure}`), unit: t(`units.${unit}`) })}
      x={{ key: "day", label: t(`heads.${unit}`) }}
      formatX={names}
      rows={isEmpty ? [] : rows}
      series={[
        { key: "now", label: previous ? t("now") : t(`measures.${measure}`) },
        ...(previous ? [{ key: "before", label: t("before") }] : []),
      ]}
    />
  );
}

function Charts({ places, unit }: { places: readonly Place[]; unit: Unit }) {
  const t = useTranslations("reports");
  const names = usePlaceNames(places, unit);
  const chart = (
    kind: ChartProps["kind"],
    title: string,
    keys: readonly (keyof Place)[],
    label: (name: string) => string,
    text?: string,
  ) => (
    <Chart
      kind={kind}
      title={title}
      {...(text && { text })}
      x={{ key: "day", label: t(`daily.heads.${unit}`) }}
      formatX={names}
      rows={
        places.some((place) => keys.some((key) => Number(place[key]) > 0))
          ? places.map((place) => ({ ...place }))
          : []
      }
      series={keys.map((key) => ({ key, label: label(key) }))}
    />
  );
  const measure = (name: string) => t(`daily.measures.${name as Measure}`);
  return (
    <div className={css.charts}>
      {chart("line", t("daily.messages"), ["inbound", "replies", "campaigns"], measure)}
      {chart("bar", t("daily.tickets"), ["opened", "closed"], measure)}
      {chart(
        "bar",
        t("daily.delivery"),
        ["delivered", "read", "campaignsFailed"],
        (name) => t(`steps.${name === "campaignsFailed" ? "failed" : (name as "read")}`),
        t("summary.deliveryHint"),
      )}
      {chart("bar", t("daily.optOuts"), ["optOuts"], measure)}
    </div>
  );
}
