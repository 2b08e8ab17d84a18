/** The columns of a file: what each is used for, what the rows become by that, and which are refused. */

import { useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import { Banner } from "@/shared/ui/Banner";
import { Select } from "@/shared/ui/Select";
import { TextInput } from "@/shared/ui/TextInput";
import css from "./CampaignForm.module.css";
import type { Choices, ColumnChoice, FilePreview } from "./FileImport";
import file from "./FileImport.module.css";

const USES = ["phone", "name", "field", "areaCode", "userId", "ignored"] as const;
const MOST_ROWS = 5;

interface FileColumnsProps {
  seen: FilePreview;
  choices: Choices;
  onChoices: (choices: Choices) => void;
}

export function FileColumns({ seen, choices, onChoices }: FileColumnsProps) {
  const t = useTranslations("campaigns");
  const hasPhone = seen.columns.some(({ use }) => use === "phone" || use === "userId");
  const set = (position: number, choice: ColumnChoice) => onChoices({ ...choices, [position]: choice });
  return (
    <>
      {!hasPhone && (
        <Banner tone="warning" title={t("file.noPhone")}>
          {t("file.noPhoneText")}
        </Banner>
      )}
      <section aria-labelledby="columns-title" className={css.fields}>
        <h3 id="columns-title" className={css.cardTitle}>
          {t("file.columns")}
        </h3>
        {seen.columns.map(({ position, column, use, variable, examples }) => {
          const shown = USES.find((each) => each === use) ?? "field";
          return (
            <div key={position} className={file.mapping}>
              <span className={file.mappingName}>
                <span dir="auto">{column}</span>
                <span className={css.quiet}>{examples.join(", ")}</span>
              </span>
              <Select
                label={t("file.use", { column })}
                value={choices[position]?.use ?? shown}
                onValue={(next) =>
                  set(position, { use: next, field: next === "field" ? (variable ?? null) : null })
                }
                options={USES.map((each) => ({ value: each, label: t(`file.uses.${each}`) }))}
              />
              {(choices[position]?.use ?? shown) === "field" ? (
                <TextInput
                  aria-label={t("file.variable", { column })}
                  maxLength={50}
                  value={choices[position]?.field ?? variable ?? ""}
                  onValue={(field) => set(position, { use: "field", field })}
                />
              ) : (
                <span />
              )}
            </div>
          );
        })}
      </section>
      <FileRows seen={seen} />
    </>
  );
}

function FileRows({ seen }: { seen: FilePreview }) {
  const t = useTranslations("campaigns");
  const format = useFormat();
  const names = seen.columns.flatMap(({ variable }) => (variable ? [variable] : []));
  const people = seen.rowsRead - seen.rowsRefused;
  return (
    <section aria-labelledby="rows-title" className={css.fields}>
      <h3 id="rows-title" className={css.cardTitle}>
        {t("file.rows", { count: people })}
      </h3>
      {seen.rows.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
        <section className={file.scroll} tabIndex={0} aria-labelledby="rows-title">
          <table className={file.table}>
            <thead>
              <tr>
                <th scope="col">{t("file.uses.name")}</th>
                <th scope="col">{t("file.uses.phone")}</th>
                {names.map((name) => (
                  <th key={name} scope="col">
                    {`{{${name}}}`}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {seen.rows.slice(0, MOST_ROWS).map((row) => (
                <tr key={row.line}>
                  <td dir="auto">{row.name ?? "–"}</td>
                  <td>{row.phone ? format.phone(row.phone) : (row.userId ?? "–")}</td>
                  {names.map((name) => (
                    <td key={name} dir="auto">
                      {row.variables[name] ?? ""}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {seen.rowsRefused > 0 && (
        <Banner tone="warning" title={t("file.refused", { count: seen.rowsRefused })}>
          {seen.problems
            .slice(0, 3)
            .map(({ line, message }) => t("file.problem", { line, message }))
            .join(" ")}
        </Banner>
      )}
    </section>
  );
}
