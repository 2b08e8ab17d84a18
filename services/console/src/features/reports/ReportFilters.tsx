/** Of which period and channel a report is. */

import { useTranslations } from "use-intl";
import { useChannels } from "@/shared/api/lookups";
import { Select } from "@/shared/ui/Select";
import { PeriodPicker } from "./PeriodPicker";
import type { Period } from "./period";
import css from "./reports.module.css";
import type { ReportsSearch } from "./search";
import type { Filter } from "./tabs";

interface ReportFiltersProps {
  filters: readonly Filter[];
  search: ReportsSearch;
  period: Period;
  onChange: (changes: ReportsSearch) => void;
}

export function ReportFilters({ filters, search, period, onChange }: ReportFiltersProps) {
  const t = useTranslations("reports");
  const channels = useChannels();
  return (
    <div className={css.filters}>
      {filters.includes("channel") && channels.list.length > 1 && (
        <Select
          inline
          label={t("channel")}
          value={search.channel ?? "all"}
          onValue={(value) => onChange({ channel: value === "all" ? undefined : value })}
          options={[
            { value: "all", label: t("allChannels") },
            ...channels.list.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
      {filters.includes("period") && (
        <PeriodPicker
          search={search}
          period={period}
          onChange={(chosen) => onChange({ days: undefined, from: undefined, to: undefined, ...chosen })}
        />
      )}
    </div>
  );
}
