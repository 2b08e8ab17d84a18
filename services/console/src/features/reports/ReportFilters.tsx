/** The filters of a report: its period first, then what narrows it. On phones those beside the period are folded away. */

import { SlidersHorizontal, X } from "lucide-react";
import { useId, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/shared/ui/Button";
import { Switch } from "@/shared/ui/Checkbox";
import { Select } from "@/shared/ui/Select";
import { useNarrow } from "@/shared/ui/useNarrow";
import { PeriodPicker } from "./PeriodPicker";
import type { Period } from "./period";
import css from "./reports.module.css";
import type { ReportsSearch } from "./search";
import type { Filter } from "./tabs";
import { CHOICES, type Choice, useFilterChoices } from "./useFilterChoices";

interface ReportFiltersProps {
  filters: readonly Filter[];
  search: ReportsSearch;
  period: Period;
  onChange: (changes: ReportsSearch) => void;
}

const NARROW = 760;

export function ReportFilters({ filters, search, period, onChange }: ReportFiltersProps) {
  const t = useTranslations("reports.filters");
  const id = useId();
  const isNarrow = useNarrow(NARROW);
  const [isOpen, setOpen] = useState(false);
  const takes = (filter: Filter) => filters.includes(filter);
  const chosen = CHOICES.filter((choice) => takes(choice) && search[choice] !== undefined);
  const hasMore = filters.some((filter) => filter !== "period");
  return (
    <div className={css.filters}>
      {takes("period") && (
        <PeriodPicker
          search={search}
          period={period}
          onChange={(picked) =>
            onChange({ days: undefined, range: undefined, from: undefined, to: undefined, ...picked })
          }
        />
      )}
      {isNarrow && hasMore && (
        <Button
          icon={SlidersHorizontal}
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
        >
          {t("more", { count: chosen.length })}
        </Button>
      )}
      {hasMore && (
        <div id={id} className={css.more} hidden={isNarrow && !isOpen}>
          {CHOICES.filter(takes).map((choice) => (
            <ChoiceFilter
              key={choice}
              choice={choice}
              value={search[choice]}
              onValue={(value) => onChange({ [choice]: value })}
            />
          ))}
          {takes("hours") && (
            <Select
              inline
              label={t("hours.label")}
              value={search.hours ?? "calendar"}
              onValue={(value) => onChange({ hours: value === "business" ? "business" : undefined })}
              options={(["calendar", "business"] as const).map((value) => ({
                value,
                label: t(`hours.${value}`),
                hint: t(`hours.${value}Hint`),
              }))}
            />
          )}
          {takes("compare") && (
            <Switch
              label={t("compare")}
              checked={search.compare !== false}
              onValue={(isOn) => onChange({ compare: isOn ? undefined : false })}
            />
          )}
          {chosen.length > 0 && (
            <Button
              variant="ghost"
              icon={X}
              onClick={() => onChange(Object.fromEntries(CHOICES.map((choice) => [choice, undefined])))}
            >
              {t("clear")}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

interface ChoiceFilterProps {
  choice: Choice;
  value: string | undefined;
  onValue: (value: string | undefined) => void;
}

const ALL = "all";

/** One of the company's channels, queues, agents or tags; not drawn where there is nothing to choose. */
function ChoiceFilter({ choice, value, onValue }: ChoiceFilterProps) {
  const t = useTranslations("reports.filters");
  const { list, nameOf, isWorthAsking } = useFilterChoices()[choice];
  const isOffered = value === undefined || list.some(({ id }) => id === value);
  if (value === undefined && !isWorthAsking) return null;
  return (
    <Select
      inline
      label={t(choice)}
      value={value ?? ALL}
      onValue={(next) => onValue(next === ALL ? undefined : next)}
      options={[
        { value: ALL, label: t(`all.${choice}`) },
        ...list.map(({ id, name }) => ({ value: id, label: name })),
        ...(isOffered ? [] : [{ value, label: nameOf(value) ?? t("gone") }]),
      ]}
    />
  );
}
