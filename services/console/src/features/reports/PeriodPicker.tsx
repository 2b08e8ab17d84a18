/** The choice of a period: so many days until today, or from one day to another. */

import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/shared/ui/Button";
import { Select } from "@/shared/ui/Select";
import { type Period, USUAL } from "./period";
import { DAYS, RANGES, type ReportsSearch } from "./search";
import { useDayWords } from "./useDayWords";

const OwnPeriod = lazy(() => import("./OwnPeriod").then((module) => ({ default: module.OwnPeriod })));

interface PeriodPickerProps {
  search: ReportsSearch;
  period: Period;
  onChange: (chosen: Pick<ReportsSearch, "days" | "range" | "from" | "to">) => void;
}

export function PeriodPicker({ search, period, onChange }: PeriodPickerProps) {
  const t = useTranslations("reports.period");
  const words = useDayWords();
  const [isOpen, setOpen] = useState(false);
  const isOwn = search.from !== undefined;
  return (
    <>
      <Select
        inline
        label={t("label")}
        value={isOwn ? "own" : (search.range ?? String(search.days ?? USUAL))}
        onValue={(value) => {
          if (value === "own") setOpen(true);
          else
            onChange({
              days: DAYS.find((days) => String(days) === value),
              range: RANGES.find((range) => range === value),
            });
        }}
        options={[
          ...RANGES.slice(0, 2).map((range) => ({ value: range, label: t(`ranges.${range}`) })),
          ...DAYS.map((days) => ({ value: String(days), label: t("days", { days }) })),
          ...RANGES.slice(2).map((range) => ({ value: range, label: t(`ranges.${range}`) })),
          {
            value: "own",
            label: isOwn ? `${words.short(period.from)} – ${words.short(period.to)}` : t("own"),
          },
        ]}
      />
      {isOwn && (
        <Button variant="ghost" onClick={() => setOpen(true)}>
          {t("change")}
        </Button>
      )}
      {isOpen && (
        <Suspense>
          <OwnPeriod
            period={period}
            onClose={() => setOpen(false)}
            onChange={(own) => {
              setOpen(false);
              onChange(own);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
