/** What a report or an export is narrowed to; a filter with nothing to choose from is not drawn. */

import { useTranslations } from "use-intl";
import { useChannels, useQueues, useTags, useUsers } from "@/shared/api/lookups";
import { Field } from "@/shared/ui/Field";
import { Select } from "@/shared/ui/Select";
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

export function FilterFields({ names, filters, onFilters, error }: FilterFieldsProps) {
  const t = useTranslations("reportsSchedules.filters");
  const channels = useChannels();
  const queues = useQueues();
  const tags = useTags();
  const users = useUsers();
  const agents = users.list.filter(({ role, status }) => status === "active" && role !== "viewer");
  const lists: Record<FilterName, readonly { id: string; name: string }[]> = {
    channelId: channels.list,
    queueId: queues.list,
    agentId: agents,
    tagId: tags.list,
  };
  // One channel is all channels.
  const least = (name: FilterName) => (name === "channelId" ? 2 : 1);
  const shown = names.filter((name) => lists[name].length >= least(name) || filters[name] !== null);
  if (shown.length === 0) return null;
  return (
    <div className={css.pair}>
      {shown.map((name, place) => (
        <Field key={name} label={t(name)} error={place === 0 ? error : undefined}>
          <Select
            value={filters[name] ?? ALL}
            onValue={(value) => onFilters({ ...filters, [name]: value === ALL ? null : value })}
            options={[
              { value: ALL, label: t("all") },
              ...lists[name].map(({ id, name: label }) => ({ value: id, label })),
            ]}
          />
        </Field>
      ))}
    </div>
  );
}
