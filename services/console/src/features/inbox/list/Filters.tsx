/** What narrows a view: a queue, a channel, a tag, an agent, a priority, those that wait or are unread; and the order. */

import { ArrowDownWideNarrow, ListFilter, X } from "lucide-react";
import { lazy, Suspense, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useChannels, useQueues, useTags, useUsers } from "@/shared/api/lookups";
import { IconButton } from "@/shared/ui/IconButton";
import { Menu } from "@/shared/ui/Menu";
import { type InboxSearch, PRIORITIES, SORTS, type Sort } from "../search";
import css from "./filters.module.css";
import listCss from "./list.module.css";

export const FILTERS = ["queue", "agent", "channel", "tag", "priority", "only"] as const;
export type FilterName = (typeof FILTERS)[number];

const loadPopover = () => import("./FilterPopover");
const FilterPopover = lazy(() => loadPopover().then((module) => ({ default: module.FilterPopover })));

interface Options {
  value: string;
  label: string;
}

/** What can be chosen for each filter; only what there is to choose from. */
export function useFilterOptions(): Record<FilterName, readonly Options[]> {
  const t = useTranslations("inbox");
  const queues = useQueues().list;
  const channels = useChannels().list;
  const tags = useTags().list;
  const users = useUsers().list;
  const named = (list: readonly { id: string; name: string }[]) =>
    list.map(({ id, name }) => ({ value: id, label: name }));
  return {
    queue: queues.length > 0 ? [{ value: "none", label: t("filter.noQueue") }, ...named(queues)] : [],
    agent: [
      { value: "me", label: t("filter.me") },
      { value: "none", label: t("filter.nobody") },
      ...named(users.filter((user) => user.status === "active")),
    ],
    channel: channels.length > 1 ? named(channels) : [],
    tag: named(tags),
    priority: [...PRIORITIES].reverse().map((value) => ({ value, label: t(`priority.${value}`) })),
    only: (["waiting", "unread"] as const).map((value) => ({ value, label: t(`filter.${value}`) })),
  };
}

export interface FilterProps {
  search: InboxSearch;
  onChange: (changes: Partial<InboxSearch>) => void;
}

export function FilterButton(props: FilterProps) {
  const t = useTranslations("inbox");
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const active = FILTERS.filter((name) => props.search[name] !== undefined);
  const label = active.length > 0 ? t("filter.active", { count: active.length }) : t("filter.title");
  return (
    <>
      <IconButton
        ref={button}
        label={label}
        icon={ListFilter}
        tooltip={false}
        pressed={active.length > 0}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onPointerEnter={() => void loadPopover()}
        onFocus={() => void loadPopover()}
        onClick={() => setOpen((before) => !before)}
      />
      <Suspense>
        {isOpen && <FilterPopover {...props} anchor={button} onClose={() => setOpen(false)} />}
      </Suspense>
    </>
  );
}

export function noFilters(): Partial<InboxSearch> {
  return Object.fromEntries(FILTERS.map((name) => [name, undefined]));
}

/** The filters that are on, each with a way to take it off. */
export function FilterChips({ search, onChange }: FilterProps) {
  const t = useTranslations("inbox");
  const options = useFilterOptions();
  const active = FILTERS.filter((name) => search[name] !== undefined);
  if (active.length === 0) return null;
  return (
    <ul className={css.chips} aria-label={t("filter.shown")}>
      {active.map((name) => {
        const value =
          options[name].find((option) => option.value === search[name])?.label ?? t("filter.gone");
        return (
          <li key={name}>
            <button type="button" className={css.chip} onClick={() => onChange({ [name]: undefined })}>
              <span>{t("filter.chip", { name: t(`filter.by.${name}`), value })}</span>
              <X aria-hidden size={14} />
              <span className={listCss.hidden}>{t("filter.remove")}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

export function SortButton({ sort, onSort }: { sort: Sort; onSort: (sort: Sort) => void }) {
  const t = useTranslations("inbox");
  return (
    <Menu
      trigger={
        <IconButton
          label={t("sort.label", { sort: t(`sort.${sort}`) })}
          icon={ArrowDownWideNarrow}
          tooltip={false}
        />
      }
      items={[
        { heading: t("sort.title") },
        ...SORTS.map((one) => ({
          label: t(`sort.${one}`),
          hint: one === "waiting" ? t("sort.waitingHint") : undefined,
          checked: one === sort,
          onSelect: () => onSort(one),
        })),
      ]}
    />
  );
}
