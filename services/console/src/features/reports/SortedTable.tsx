/**
 * A table that is sorted here: all its rows are at hand. The address holds the order; where rows are cards and have no
 * headings, it is chosen from a list. Long tables begin with their first rows.
 */

import { type ReactElement, type ReactNode, useEffect, useState } from "react";
import { flushSync } from "react-dom";
import { useLocale, useTranslations } from "use-intl";
import { type Column, DataTable, type Sort } from "@/shared/ui/DataTable";
import { NativeSelect } from "@/shared/ui/NativeSelect";
import css from "./reports.module.css";
import { addressOf, type SortValue, sorted, sortOf } from "./sorting";

export interface SortedColumn<Row> extends Column<Row> {
  /** What it is sorted by; a column without cannot be. */
  sortBy?: (row: Row) => SortValue;
  /** What it is sorted by, if no number: the directions of texts and days have other words. */
  sorts?: "text" | "date";
}

interface SortedTableProps<Row> {
  label: string;
  columns: readonly SortedColumn<Row>[];
  rows: readonly Row[];
  rowId: (row: Row) => string;
  rowName: (row: Row) => string;
  rowLink?: (row: Row) => ReactElement<{ className?: string; children?: ReactNode }> | undefined;
  /** As the address has it; another table's order is none. */
  sort: string | undefined;
  /** The order without any in the address. */
  usual: Sort;
  onSort: (sort: string) => void;
  empty?: ReactNode;
}

const PAGE = 50;

export function SortedTable<Row>(props: SortedTableProps<Row>) {
  const { label, columns, rows, rowId, rowName, rowLink, usual, onSort, empty } = props;
  const t = useTranslations("reports.table");
  const locale = useLocale();
  const [shown, setShown] = useState(PAGE);
  // On paper there is no button for the rest.
  useEffect(() => {
    const all = () => flushSync(() => setShown(rows.length));
    window.addEventListener("beforeprint", all);
    return () => window.removeEventListener("beforeprint", all);
  }, [rows.length]);
  const able = columns.filter(({ sortBy }) => sortBy);
  const sort =
    sortOf(
      props.sort,
      able.map(({ id }) => id),
    ) ?? usual;
  const by = able.find(({ id }) => id === sort.by)?.sortBy;
  const ordered = by ? sorted(rows, by, sort.direction, locale) : rows;
  const change = (asked: Sort) => {
    if (asked.by === sort.by) return onSort(addressOf(asked));
    // Of numbers the largest are looked for, of days the last, of names the first.
    const isText = able.find(({ id }) => id === asked.by)?.sorts === "text";
    return onSort(addressOf({ by: asked.by, direction: isText ? "asc" : "desc" }));
  };
  const options = able.flatMap(({ id, header, sorts = "number" }) =>
    (sorts === "text" ? (["asc", "desc"] as const) : (["desc", "asc"] as const)).map((direction) => ({
      value: addressOf({ by: id, direction }),
      label: t(`${sorts}.${direction}`, { column: header }),
    })),
  );
  return (
    <div className={css.sorted}>
      {rows.length > 1 && (
        <div className={css.sortChoice}>
          <NativeSelect aria-label={t("sort")} value={addressOf(sort)} options={options} onValue={onSort} />
        </div>
      )}
      <DataTable
        label={label}
        columns={columns.map((column) => ({ ...column, sortable: column.sortBy !== undefined }))}
        rows={ordered.slice(0, shown)}
        rowId={rowId}
        rowName={rowName}
        {...(rowLink && { rowLink })}
        sort={sort}
        onSort={change}
        {...(ordered.length > shown && { onMore: () => setShown(shown + PAGE * 4) })}
        empty={empty}
      />
    </div>
  );
}
