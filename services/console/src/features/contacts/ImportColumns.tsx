/** The columns of a file: what each is called, what is in it, and what it is used for. */

import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { useContactFields } from "@/shared/api/lookups";
import { Select } from "@/shared/ui/Select";
import { TextInput } from "@/shared/ui/TextInput";
import css from "./contacts.module.css";
import { COLUMN_USES, type Column, type ColumnUse } from "./importRules";
import own from "./imports.module.css";

interface ImportColumnsProps {
  columns: readonly Column[];
  onUse: (column: Column, use: ColumnUse, field?: string) => void;
}

export function ImportColumns({ columns, onUse }: ImportColumnsProps) {
  const t = useTranslations("contacts.mapping");
  return (
    <ul className={own.columns}>
      {columns.map((column) => (
        <li key={column.position} className={own.column} data-ignored={column.use === "ignored" || undefined}>
          <span className={own.about}>
            <span className={css.strong} dir="auto">
              {column.column || t("unnamed", { position: column.position + 1 })}
            </span>
            <span className={css.line} dir="auto">
              {column.examples.join(" · ") || t("noExamples")}
            </span>
          </span>
          <span className={own.use}>
            <Select
              label={t("useOf", { column: column.column })}
              value={column.use}
              onValue={(use) => onUse(column, use)}
              options={COLUMN_USES.map((use) => ({ value: use, label: t(`use.${use}`) }))}
            />
            {column.use === "field" && <FieldName column={column} onUse={onUse} />}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The name of the field that a column becomes; handed on when it is left. */
function FieldName({ column, onUse }: { column: Column } & Pick<ImportColumnsProps, "onUse">) {
  const t = useTranslations("contacts.mapping");
  const fields = useContactFields();
  const current = column.field ?? column.column;
  const [name, setName] = useState(current);
  useEffect(() => setName(current), [current]);
  const list = `import-field-${column.position}`;
  return (
    <>
      <TextInput
        aria-label={t("fieldOf", { column: column.column })}
        value={name}
        onValue={setName}
        list={list}
        maxLength={50}
        onBlur={() => {
          if (name.trim() && name.trim() !== current) onUse(column, "field", name);
          else setName(current);
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.currentTarget.blur();
        }}
      />
      <datalist id={list}>
        {fields.list.map((field) => (
          <option key={field.id} value={field.name}>
            {field.label}
          </option>
        ))}
      </datalist>
    </>
  );
}
