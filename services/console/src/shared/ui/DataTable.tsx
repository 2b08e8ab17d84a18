/**
 * Rows of one kind: sorted by their headings, chosen by their boxes, opened by their first cell. Pages follow by "load
 * more" (the server's cursors know no page numbers). Where it is narrow, each row is a card.
 */

import { ArrowDown, ArrowUp } from "lucide-react";
import { cloneElement, type ReactElement, type ReactNode, useRef } from "react";
import { useTranslations } from "use-intl";
import { Button } from "./Button";
import { Checkbox } from "./Checkbox";
import css from "./DataTable.module.css";
import { Skeleton } from "./Skeleton";
import { selectionAfter } from "./tableSelection";
import { VisuallyHidden } from "./VisuallyHidden";

export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  align?: "start" | "end";
  sortable?: boolean;
  /** A share of the width, in CSS: `30%`, `120px`. */
  width?: string;
  /** Not shown in cards, where space is scarce. */
  hideInCards?: boolean;
  /** Its heading is for screen readers only, such as that of a menu. */
  hideHeader?: boolean;
}

export interface Sort {
  by: string;
  direction: "asc" | "desc";
}

interface DataTableProps<Row> {
  /** What the rows are: "Contacts". */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[] | undefined;
  rowId: (row: Row) => string;
  /** Names a row where its box stands alone. */
  rowName: (row: Row) => string;
  /** `<Link to="…" />` of a row; the whole row leads there. Undefined for one that leads nowhere. */
  rowLink?: (row: Row) => ReactElement<{ className?: string; children?: ReactNode }> | undefined;
  /** The row that is open beside the table. */
  currentId?: string;
  selected?: ReadonlySet<string>;
  onSelected?: (selected: ReadonlySet<string>) => void;
  /** What can be done with those selected. */
  bulkActions?: ReactNode;
  sort?: Sort | null;
  onSort?: (sort: Sort) => void;
  /** Reads the next page; undefined where there is none. */
  onMore?: () => void;
  isLoadingMore?: boolean;
  /** In place of no rows. */
  empty?: ReactNode;
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, columns, rows, rowId, rowName, rowLink, currentId, selected, onSelected, bulkActions } =
    props;
  const { sort, onSort, onMore, isLoadingMore, empty } = props;
  const t = useTranslations("shared");
  const lastPressed = useRef<string>(undefined);
  if (!rows) return <Skeleton kind="rows" count={6} />;
  if (rows.length === 0 && empty) return empty;
  const ids = rows.map(rowId);
  const chosen = selected ?? new Set<string>();
  const chosenHere = ids.filter((id) => chosen.has(id)).length;
  const press = (id: string, isRange: boolean) => {
    onSelected?.(selectionAfter(chosen, ids, id, isRange ? lastPressed.current : undefined));
    lastPressed.current = id;
  };
  const pressAll = () => onSelected?.(new Set(chosenHere === ids.length ? [] : [...chosen, ...ids]));

  return (
    <div className={css.frame}>
      {onSelected && chosen.size > 0 && (
        <div className={css.bulk} role="status">
          <span>{t("ui.selectedCount", { count: chosen.size })}</span>
          {bulkActions}
          <Button size="small" variant="ghost" onClick={() => onSelected(new Set())}>
            {t("ui.clearSelection")}
          </Button>
        </div>
      )}
      {/* biome-ignore-start lint/a11y/noRedundantRoles: as cards they are no boxes of a table, and lose their roles. */}
      <table className={css.table} role="table" aria-label={label}>
        <thead role="rowgroup" className={css.head}>
          <tr role="row">
            {onSelected && (
              <th role="columnheader" scope="col" className={css.choice}>
                <Checkbox
                  label={t("ui.selectAll")}
                  hideLabel
                  checked={ids.length > 0 && chosenHere === ids.length}
                  indeterminate={chosenHere > 0 && chosenHere < ids.length}
                  onValue={pressAll}
                />
              </th>
            )}
            {columns.map((column) => (
              <Heading key={column.id} column={column} sort={sort ?? null} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => {
            const id = rowId(row);
            const link = rowLink?.(row);
            return (
              <tr
                key={id}
                role="row"
                className={css.row}
                data-selected={chosen.has(id) || undefined}
                data-current={id === currentId || undefined}
              >
                {onSelected && (
                  <td role="cell" className={css.choice}>
                    <Checkbox
                      label={t("ui.select", { name: rowName(row) })}
                      hideLabel
                      checked={chosen.has(id)}
                      onChange={(event) => press(id, (event.nativeEvent as MouseEvent).shiftKey === true)}
                    />
                  </td>
                )}
                {columns.map((column, at) => (
                  <td
                    key={column.id}
                    role="cell"
                    data-label={column.hideHeader ? undefined : column.header}
                    className={cellClass(column, at === 0)}
                  >
                    {at === 0 && link
                      ? cloneElement(link, { className: css.link, children: column.cell(row) })
                      : column.cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
      {/* biome-ignore-end lint/a11y/noRedundantRoles: see above */}
      {onMore && (
        <div className={css.more}>
          <Button onClick={onMore} busy={isLoadingMore}>
            {t("ui.more")}
          </Button>
        </div>
      )}
    </div>
  );
}

function cellClass<Row>(column: Column<Row>, isFirst: boolean): string {
  return [
    css.cell,
    column.align === "end" && css.end,
    column.hideInCards && css.notInCards,
    isFirst && css.first,
    column.hideHeader && css.bare,
  ]
    .filter(Boolean)
    .join(" ");
}

interface HeadingProps<Row> {
  column: Column<Row>;
  sort: Sort | null;
  onSort?: (sort: Sort) => void;
}

function Heading<Row>({ column, sort, onSort }: HeadingProps<Row>) {
  const isSorted = sort?.by === column.id;
  const direction = isSorted && sort.direction === "asc" ? "asc" : "desc";
  const Arrow = direction === "asc" ? ArrowUp : ArrowDown;
  const aria = !column.sortable
    ? undefined
    : !isSorted
      ? "none"
      : direction === "asc"
        ? "ascending"
        : "descending";
  return (
    <th
      // biome-ignore lint/a11y/noRedundantRoles: as the boxes of the table.
      role="columnheader"
      scope="col"
      aria-sort={aria}
      className={cellClass(column, false)}
      style={column.width ? { inlineSize: column.width } : undefined}
    >
      {column.sortable && onSort ? (
        <button
          type="button"
          className={css.sort}
          onClick={() =>
            onSort({ by: column.id, direction: isSorted && direction === "asc" ? "desc" : "asc" })
          }
        >
          {column.header}
          <Arrow aria-hidden size={14} className={isSorted ? css.arrow : css.arrowOff} />
        </button>
      ) : column.hideHeader ? (
        <VisuallyHidden>{column.header}</VisuallyHidden>
      ) : (
        column.header
      )}
    </th>
  );
}
