/** The value of one of the company's own fields: by its kind. */

import { useTranslations } from "use-intl";
import type { ContactField } from "@/shared/api/lookups";
import { useFormat } from "@/shared/format/useFormat";
import { NativeSelect } from "@/shared/ui/NativeSelect";
import { InlineText } from "./InlineText";

interface Props {
  field: ContactField;
  value: string;
  isReadOnly: boolean;
  onSave: (value: string) => void;
}

const NOTHING = "none";

export function ContactFieldValue({ field, value, isReadOnly, onSave }: Props) {
  const t = useTranslations("inboxDetails");
  const format = useFormat();
  if (field.kind === "boolean" || field.kind === "list") {
    const options =
      field.kind === "boolean"
        ? [
            { value: "true", label: t("yes") },
            { value: "false", label: t("no") },
          ]
        : field.options.map((option) => ({ value: option, label: option }));
    return (
      <NativeSelect
        aria-label={field.label}
        value={value || NOTHING}
        disabled={isReadOnly}
        options={[{ value: NOTHING, label: "—" }, ...options]}
        onValue={(next) => onSave(next === NOTHING ? "" : next)}
      />
    );
  }
  const isDate = field.kind === "date";
  return (
    <InlineText
      label={field.label}
      value={value}
      shown={isDate && value ? format.date(`${value}T12:00:00`) : undefined}
      empty={t("add")}
      type={isDate ? "date" : field.kind === "number" ? "number" : "text"}
      maxLength={1000}
      isReadOnly={isReadOnly}
      onSave={onSave}
    />
  );
}
