/** What a file's columns are used for, and whether it can be imported so. */

import type { ImportPreview, ImportReading } from "./imports";

export type Column = ImportPreview["columns"][number];
export type ColumnUse = Column["use"];

export const COLUMN_USES: readonly ColumnUse[] = [
  "name",
  "phone",
  "areaCode",
  "tags",
  "email",
  "organization",
  "externalId",
  "notes",
  "userId",
  "field",
  "ignored",
];

/** Those of which a row needs one, to say whom it is about. */
const NAMING: readonly ColumnUse[] = ["phone", "userId", "externalId"];
/** Those that only one column can be. */
const SINGLE: readonly ColumnUse[] = [
  "areaCode",
  "name",
  "email",
  "organization",
  "externalId",
  "notes",
  "userId",
];

/** A column with another use, for `POST …/preview`: later choices replace earlier ones of the same column. */
export function withUse(
  reading: ImportReading,
  column: Pick<Column, "position" | "column">,
  use: ColumnUse,
  field?: string,
): ImportReading {
  const others = (reading.columns ?? []).filter(({ position }) => position !== column.position);
  const chosen = {
    position: column.position,
    use,
    ...(use === "field" && { field: field?.trim() || column.column }),
  };
  return {
    ...reading,
    columns: [...others, chosen].sort((a, b) => a.position - b.position),
  };
}

export type MappingProblem = { kind: "nobody" } | { kind: "twice"; use: ColumnUse };

/** Why a file cannot be imported with these columns; nothing if it can. */
export function mappingProblem(columns: readonly Column[]): MappingProblem | undefined {
  const twice = SINGLE.find((use) => columns.filter((column) => column.use === use).length > 1);
  if (twice) return { kind: "twice", use: twice };
  if (!columns.some(({ use }) => NAMING.includes(use))) return { kind: "nobody" };
  return undefined;
}
