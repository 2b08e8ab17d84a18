/** A field of the company's own, with the control that its kind asks for. Values are texts in one spelling. */

import { useTranslations } from "use-intl";
import type { ContactField } from "@/shared/api/lookups";
import { Field } from "@/shared/ui/Field";
import { DateInput } from "@/shared/ui/NumberInput";
import { Select } from "@/shared/ui/Select";
import { TextInput } from "@/shared/ui/TextInput";

interface CustomFieldProps {
  field: ContactField;
  value: string;
  onValue: (value: string) => void;
  error?: string;
}

const NONE = "\u0000none";

export function CustomField({ field, value, onValue, error }: CustomFieldProps) {
  const t = useTranslations("contacts.form");
  return (
    <Field label={field.label} error={error}>
      {field.kind === "date" && isDay(value) ? (
        <DateInput value={value} onValue={onValue} />
      ) : field.kind === "list" || field.kind === "boolean" ? (
        <Select
          value={value === "" ? NONE : value}
          onValue={(chosen) => onValue(chosen === NONE ? "" : chosen)}
          options={[{ value: NONE, label: t("none") }, ...optionsOf(field, value, t("yes"), t("no"))]}
        />
      ) : (
        <TextInput
          inputMode={field.kind === "number" ? "decimal" : undefined}
          value={value}
          onValue={onValue}
          maxLength={1000}
        />
      )}
    </Field>
  );
}

/** What was there before the field had its kind may be no day; it is then shown as it is. */
const isDay = (value: string) => value === "" || /^\d{4}-\d{2}-\d{2}$/.test(value);

function optionsOf(field: ContactField, value: string, yes: string, no: string) {
  const options =
    field.kind === "boolean"
      ? [
          { value: "true", label: yes },
          { value: "false", label: no },
        ]
      : field.options.map((option) => ({ value: option, label: option }));
  const isKnown = value === "" || options.some((option) => option.value === value);
  return isKnown ? options : [...options, { value, label: value }];
}
