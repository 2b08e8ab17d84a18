/** Rules of sorted tables: what an address says of the order, and the order itself. */

import type { Sort } from "@/shared/ui/DataTable";

export type SortValue = number | string | null | undefined;

/** Returns the order that an address asks for, if the table has such a column. */
export function sortOf(address: string | undefined, columns: readonly string[]): Sort | undefined {
  const [by = "", direction] = address?.split("-") ?? [];
  if (!columns.includes(by)) return undefined;
  return { by, direction: direction === "asc" ? "asc" : "desc" };
}

/** Returns an order as an address has it. */
export function addressOf({ by, direction }: Sort): string {
  return `${by}-${direction}`;
}

/** Returns rows in an order: what has no value is last in each direction, and equals stay as they were. */
export function sorted<Row>(
  rows: readonly Row[],
  value: (row: Row) => SortValue,
  direction: Sort["direction"],
  locale: string,
): Row[] {
  const collator = new Intl.Collator(locale, { numeric: true, sensitivity: "base" });
  const turn = direction === "asc" ? 1 : -1;
  return [...rows].sort((one, other) => {
    const [a, b] = [value(one), value(other)];
    const [noA, noB] = [a === null || a === undefined, b === null || b === undefined];
    if (noA || noB) return Number(noA) - Number(noB);
    return typeof a === "number" && typeof b === "number"
      ? turn * (a - b)
      : turn * collator.compare(String(a), String(b));
  });
}
