/** The search and the filters of contacts; the address holds them. What is typed goes there once typing rests. */

import { BookmarkPlus, FilterX } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useContactTags } from "@/shared/api/lookups";
import { useMay } from "@/shared/api/session";
import { Button } from "@/shared/ui/Button";
import { Combobox } from "@/shared/ui/Combobox";
import { Select } from "@/shared/ui/Select";
import { Dot } from "@/shared/ui/Tag";
import { SearchInput } from "@/shared/ui/TextInput";

import { useSegments } from "./data";
import css from "./filters.module.css";
import { isFiltered } from "./rules";
import { SaveSegment } from "./SaveSegment";
import type { ContactsSearch } from "./search";

interface ContactFiltersProps {
  search: ContactsSearch;
  onFilter: (change: Partial<ContactsSearch>) => void;
}

const REST_MS = 250;
const ALL = "all";

export function ContactFilters({ search, onFilter }: ContactFiltersProps) {
  const t = useTranslations("contacts.filters");
  const tags = useContactTags();
  const segments = useSegments();
  const maySave = useMay("campaigns:write");
  const [isSaving, setSaving] = useState(false);
  const tag = tags.list.find(({ name }) => name === search.tag);
  const tagOption = search.tag
    ? { value: search.tag, label: search.tag, mark: <Dot colour={tag?.color} /> }
    : null;
  return (
    <search className={css.filters} aria-label={t("label")}>
      <div className={css.search}>
        <TypedSearch
          value={search.q ?? ""}
          label={t("search")}
          onValue={(q) => onFilter({ q: q || undefined, segment: undefined })}
        />
      </div>
      <div className={css.tagFilter}>
        <Combobox
          label={t("tag")}
          placeholder={t("tag")}
          value={tagOption}
          onValue={(option) => onFilter({ tag: option?.value, segment: undefined })}
          options={tags.list.map(({ name, color }) => ({
            value: name,
            label: name,
            mark: <Dot colour={color} />,
          }))}
        />
      </div>
      <Select
        inline
        label={t("blocked")}
        value={search.blocked ?? ALL}
        onValue={(blocked) =>
          onFilter({ blocked: blocked === ALL ? undefined : (blocked as "yes" | "no"), segment: undefined })
        }
        options={[
          { value: ALL, label: t("blockedAll") },
          { value: "no", label: t("blockedNo") },
          { value: "yes", label: t("blockedYes") },
        ]}
      />
      {segments.data && segments.data.length > 0 && (
        <Select
          inline
          label={t("segment")}
          value={search.segment ?? ALL}
          onValue={(segment) =>
            onFilter(
              segment === ALL
                ? { segment: undefined }
                : { segment, q: undefined, tag: undefined, blocked: undefined },
            )
          }
          options={[
            { value: ALL, label: t("segmentNone") },
            ...segments.data.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
      {isFiltered(search) && (
        <Button
          variant="ghost"
          icon={FilterX}
          onClick={() => onFilter({ q: undefined, tag: undefined, blocked: undefined, segment: undefined })}
        >
          {t("clear")}
        </Button>
      )}
      {maySave && search.tag && (
        <Button variant="ghost" icon={BookmarkPlus} onClick={() => setSaving(true)}>
          {t("save")}
        </Button>
      )}
      {isSaving && search.tag && <SaveSegment tag={search.tag} onClose={() => setSaving(false)} />}
    </search>
  );
}

interface TypedSearchProps {
  value: string;
  label: string;
  onValue: (value: string) => void;
}

/** Shows what is typed at once and hands it on a moment after the last letter. */
function TypedSearch({ value, label, onValue }: TypedSearchProps) {
  const [typed, setTyped] = useState(value);
  const handedOn = useRef(value);
  useEffect(() => {
    // The address changed by itself: by "back", or by clearing the filters.
    if (value !== handedOn.current) {
      handedOn.current = value;
      setTyped(value);
    }
  }, [value]);
  useEffect(() => {
    const next = typed.trim();
    if (next === handedOn.current) return;
    const timer = setTimeout(() => {
      handedOn.current = next;
      onValue(next);
    }, REST_MS);
    return () => clearTimeout(timer);
  }, [typed, onValue]);
  return <SearchInput value={typed} onValue={setTyped} label={label} maxLength={100} />;
}
