/** What a report or an export is narrowed to; a filter with nothing to choose from is not drawn. */

import { useTranslations } from "use-intl";
import { Field } from "@/shared/ui/Field";
import { Select } from "@/shared/ui/Select";
import { type Choice, useFilterChoices } from "../useFilterChoices";
import type { Filters } from "./data";
import type { FilterName } from "./rules";
import css from "./schedules.module.css";

interface FilterFieldsProps {
  names: readonly FilterName[];
  filters: Filters;
  onFilters: (filters: Filters) => void;
  error?: string | undefined;
}

const ALL = "all";
const CHOICE_OF: Record<FilterName, Choice> = {
  channelId: "channel",
  queueId: "queue",
  agentId: "agent",
  tagId: "tag",
};

export function FilterFields({ names, filters, onFilters, error }: FilterFieldsProps) {
  const t = useTranslations("reportsSchedules.filters");
  const choices = useFilterChoices();
  const shown = names.filter((name) => choices[CHOICE_OF[name]].isWorthAsking || filters[name] !== null);
  if (shown.length === 0) return null;
  return (
    <div className={css.pair}>
      {shown.map((name, place) => {
        const { list, nameOf } = choices[CHOICE_OF[name]];
        const chosen = filters[name];
        const isOffered = chosen === null || list.some(({ id }) => id === chosen);
        return (
          <Field key={name} label={t(name)} error={place === 0 ? error : undefined}>
            <Select
              value={chosen ?? ALL}
              onValue={(value) => onFilters({ ...filters, [name]: value === ALL ? null : value })}
              options={[
                { value: ALL, label: t(`all.${name}`) },
                ...list.map(({ id, name: label }) => ({ value: id, label })),
                ...(isOffered ? [] : [{ value: chosen, label: nameOf(chosen) ?? t("gone") }]),
              ]}
            />
          </Field>
        );
      })}
    </div>
  );
}
