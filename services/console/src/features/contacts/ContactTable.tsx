/** The table of contacts: rows that lead to a contact, and a selection for what is done with many. */

import { Link } from "@tanstack/react-router";
import { Ban, MegaphoneOff, UserPlus, Users } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { useContactTags } from "@/shared/api/lookups";
import { useMay } from "@/shared/api/session";
import { useFormat } from "@/shared/format/useFormat";
import { Avatar } from "@/shared/ui/Avatar";
import { Badge } from "@/shared/ui/Badge";
import { Button } from "@/shared/ui/Button";
import { ButtonLink } from "@/shared/ui/ButtonLink";
import { type Column, DataTable } from "@/shared/ui/DataTable";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Tag } from "@/shared/ui/Tag";
import { Time } from "@/shared/ui/Time";
import { BulkActions } from "./BulkActions";
import css from "./contacts.module.css";
import { useContacts } from "./data";
import { type ContactRow, filterOf, isFiltered, nameOf } from "./rules";
import type { ContactsSearch } from "./search";

interface ContactTableProps {
  search: ContactsSearch;
  currentId?: string;
  onFilter: (change: Partial<ContactsSearch>) => void;
  onNew: () => void;
}

const SHOWN_TAGS = 3;
const NOBODY: ReadonlySet<string> = new Set();

export function ContactTable({ search, currentId, onFilter, onNew }: ContactTableProps) {
  const t = useTranslations("contacts");
  const format = useFormat();
  const mayChange = useMay("contacts:write");
  const tags = useContactTags();
  const filter = filterOf(search);
  const contacts = useContacts(filter, search.segment);
  const [selected, setSelected] = useState<ReadonlySet<string>>(NOBODY);
  const filterKey = JSON.stringify([filter, search.segment]);
  // What was chosen among other rows is not what one sees any more.
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the filter changes.
  useEffect(() => setSelected(NOBODY), [filterKey]);

  if (contacts.isError && !contacts.data) {
    return (
      <ErrorBox
        error={contacts.error}
        title={t("table.failed")}
        onRetry={() => void contacts.refetch()}
        isRetrying={contacts.isRefetching}
      />
    );
  }
  const rows = contacts.data?.pages.flatMap(({ items }) => items);
  const name = (row: ContactRow) => nameOf(row, format.phone, t("unnamed"));
  const colours = new Map(tags.list.map((tag) => [tag.name, tag.color]));
  const columns: Column<ContactRow>[] = [
    {
      id: "name",
      header: t("table.name"),
      width: "34%",
      cell: (row) => (
        <span className={css.person}>
          <Avatar name={row.name} />
          <span className={css.personName}>
            <span dir="auto">{name(row)}</span>
            {row.organization && (
              <span className={css.second} dir="auto">
                {row.organization}
              </span>
            )}
          </span>
          {row.blockedAt && (
            <Badge tone="danger" icon={Ban}>
              {t("blocked")}
            </Badge>
          )}
          {row.optedOut && (
            <Badge tone="warning" icon={MegaphoneOff}>
              {t("optedOut")}
            </Badge>
          )}
        </span>
      ),
    },
    {
      id: "phone",
      header: t("table.phone"),
      cell: (row) => row.phone && <bdi className={css.phone}>{format.phone(row.phone)}</bdi>,
    },
    { id: "email", header: t("table.email"), cell: (row) => row.email, hideInCards: true },
    {
      id: "tags",
      header: t("table.tags"),
      cell: (row) =>
        row.tags.length > 0 && (
          <span className={css.tags}>
            {row.tags.slice(0, SHOWN_TAGS).map((tag) => (
              <Tag key={tag} name={tag} colour={colours.get(tag)} />
            ))}
            {row.tags.length > SHOWN_TAGS && (
              <span className={css.second}>
                {t("table.moreTags", { count: row.tags.length - SHOWN_TAGS })}
              </span>
            )}
          </span>
        ),
    },
    {
      id: "createdAt",
      header: t("table.since"),
      cell: (row) => row.createdAt && <Time at={row.createdAt} kind="date" className={css.second} />,
      hideInCards: true,
    },
  ];
  return (
    <div className={css.table} aria-busy={contacts.isPlaceholderData || undefined}>
      <DataTable
        label={t("title")}
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        rowName={name}
        rowLink={(row) => (
          <Link
            to="/contacts/{-$contactId}"
            params={{ contactId: row.id }}
            search={(before) => ({ ...before })}
          />
        )}
        currentId={currentId}
        selected={selected}
        onSelected={mayChange ? setSelected : undefined}
        bulkActions={
          <BulkActions
            selected={selected}
            shown={rows?.length ?? 0}
            hasMore={contacts.hasNextPage}
            filter={search.segment ? undefined : filter}
            onDone={() => setSelected(NOBODY)}
          />
        }
        onMore={contacts.hasNextPage ? () => void contacts.fetchNextPage() : undefined}
        isLoadingMore={contacts.isFetchingNextPage}
        empty={<NoContacts isFiltered={isFiltered(search)} onFilter={onFilter} onNew={onNew} />}
      />
    </div>
  );
}

interface NoContactsProps {
  isFiltered: boolean;
  onFilter: ContactTableProps["onFilter"];
  onNew: () => void;
}

function NoContacts(props: NoContactsProps) {
  const t = useTranslations("contacts.empty");
  const mayWrite = useMay("contacts:write");
  const mayImport = useMay("contacts:import");
  if (props.isFiltered) {
    const clear = () =>
      props.onFilter({ q: undefined, tag: undefined, blocked: undefined, segment: undefined });
    return (
      <Empty
        icon={Users}
        title={t("filteredTitle")}
        text={t("filteredText")}
        action={<Button onClick={clear}>{t("clear")}</Button>}
      />
    );
  }
  return (
    <Empty
      icon={Users}
      title={t("title")}
      text={t("text")}
      action={
        <>
          {mayImport && (
            <ButtonLink to="/contacts/imports/{-$importId}" params={{}} variant="primary">
              {t("import")}
            </ButtonLink>
          )}
          {mayWrite && (
            <Button icon={UserPlus} onClick={props.onNew}>
              {t("new")}
            </Button>
          )}
        </>
      }
    />
  );
}
