/** The first rows of a file as they would be stored, and those that would be refused, each with the reason. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import { Badge } from "@/shared/ui/Badge";
import { type Column, DataTable } from "@/shared/ui/DataTable";
import { Tabs } from "@/shared/ui/Tabs";
import { Tag } from "@/shared/ui/Tag";
import css from "./contacts.module.css";
import type { ImportPreview } from "./imports";
import own from "./imports.module.css";

type Row = ImportPreview["rows"][number];
type Problem = ImportPreview["problems"][number];

interface ImportRowsProps extends Pick<ImportPreview, "rows" | "problems" | "rowsRead" | "rowsRefused"> {}

export function ImportRows({ rows, problems, rowsRead, rowsRefused }: ImportRowsProps) {
  const t = useTranslations("contacts.mapping");
  const [tab, setTab] = useState<"rows" | "problems">("rows");
  return (
    <section aria-labelledby="mapping-rows" className={own.block}>
      <h2 id="mapping-rows" className={css.heading}>
        {t("preview")}
      </h2>
      <p className={css.second}>{t("previewText", { read: rowsRead, refused: rowsRefused })}</p>
      <Tabs
        label={t("preview")}
        value={tab}
        onValue={setTab}
        items={[
          { value: "rows", label: t("rowsTab") },
          { value: "problems", label: t("problemsTab"), count: rowsRefused },
        ]}
      >
        <div className={css.panel}>
          {tab === "rows" ? <GoodRows rows={rows} /> : <ProblemList problems={problems} />}
        </div>
      </Tabs>
    </section>
  );
}

function GoodRows({ rows }: { rows: readonly Row[] }) {
  const t = useTranslations("contacts.mapping");
  const format = useFormat();
  const fields = [...new Set(rows.flatMap((row) => Object.keys(row.customFields)))].slice(0, 4);
  const columns: Column<Row>[] = [
    {
      id: "name",
      header: t("use.name"),
      cell: (row) => (
        <span className={css.tags}>
          <span dir="auto">{row.name ?? "–"}</span>
          {row.isRepeated ? (
            <Badge tone="warning">{t("repeated")}</Badge>
          ) : (
            row.isKnown && <Badge tone="info">{t("known")}</Badge>
          )}
        </span>
      ),
    },
    {
      id: "phone",
      header: t("use.phone"),
      cell: (row) => <bdi className={css.phone}>{row.phone ? format.phone(row.phone) : row.userId}</bdi>,
    },
    { id: "email", header: t("use.email"), cell: (row) => row.email, hideInCards: true },
    {
      id: "tags",
      header: t("use.tags"),
      cell: (row) =>
        row.tags.length > 0 && (
          <span className={css.tags}>
            {row.tags.map((tag) => (
              <Tag key={tag} name={tag} />
            ))}
          </span>
        ),
    },
    ...fields.map(
      (field): Column<Row> => ({
        id: `field-${field}`,
        header: field,
        cell: (row) => row.customFields[field],
      }),
    ),
  ];
  return (
    <div className={own.scrolls}>
      <DataTable
        label={t("rowsTab")}
        columns={columns.filter(({ id }) => id !== "email" || rows.some((row) => row.email))}
        rows={rows}
        rowId={(row) => String(row.line)}
        rowName={(row) => row.name ?? String(row.line)}
        empty={<p className={css.second}>{t("noRows")}</p>}
      />
    </div>
  );
}

/** Reasons why rows are refused, with their lines. */
export function ProblemList({ problems }: { problems: readonly Problem[] }) {
  const t = useTranslations("contacts.mapping");
  if (problems.length === 0) return <p className={css.second}>{t("noProblems")}</p>;
  return (
    <ul className={own.lines}>
      {problems.map((problem) => (
        <li key={`${problem.line}-${problem.field}-${problem.code}`}>
          <span className={css.second}>{t("line", { line: problem.line })}</span>
          <span>{problem.message}</span>
        </li>
      ))}
    </ul>
  );
}
