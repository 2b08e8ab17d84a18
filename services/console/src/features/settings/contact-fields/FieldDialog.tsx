/** A field of contacts: what it is called, and which values it takes. Its kind and name stay as they were made. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import type { ContactField } from "@/shared/api/lookups";
import { Field } from "@/shared/ui/Field";
import { NativeSelect } from "@/shared/ui/NativeSelect";
import { TagInput } from "@/shared/ui/TagInput";
import { TextInput } from "@/shared/ui/TextInput";
import { FormDialog } from "../parts/FormDialog";
import { createField, updateField } from "./data";
import { nameOf } from "./rules";

export const KINDS = ["text", "number", "date", "list", "boolean"] as const;

interface FieldDialogProps {
  field?: ContactField;
  /** Where a new one goes. */
  position: number;
  onClose: () => void;
}

export function FieldDialog({ field, position, onClose }: FieldDialogProps) {
  const t = useTranslations("settingsContactFields");
  const parts = useTranslations("settingsParts");
  const [label, setLabel] = useState(field?.label ?? "");
  const [typedName, setTypedName] = useState<string>();
  const [kind, setKind] = useState<(typeof KINDS)[number]>(field?.kind ?? "text");
  const [options, setOptions] = useState<readonly string[]>(field?.options ?? []);
  const name = field?.name ?? typedName ?? nameOf(label);
  const isList = kind === "list";
  const send = (revision: number | undefined) =>
    field
      ? updateField(field.id, { label: label.trim(), ...(isList && { options: [...options] }) }, revision)
      : createField({
          name: name.trim(),
          label: label.trim(),
          kind,
          position,
          options: isList ? [...options] : [],
        });
  return (
    <FormDialog
      title={field ? t("change") : t("create")}
      fields={["label", "name", "kind", "options"]}
      check={() => ({
        label: label.trim() === "" ? parts("missing") : undefined,
        name: name.trim() === "" ? parts("missing") : undefined,
        options: isList && options.length === 0 ? t("optionsMissing") : undefined,
      })}
      revision={field?.revision}
      onSend={send}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <Field label={t("label")} hint={t("labelHint")} error={errorOf("label")}>
            <TextInput autoFocus maxLength={100} value={label} onValue={setLabel} />
          </Field>
          <Field label={t("name")} hint={t("nameHint")} error={errorOf("name")} disabled={Boolean(field)}>
            <TextInput
              dir="ltr"
              autoCapitalize="none"
              spellCheck={false}
              maxLength={50}
              value={name}
              onValue={setTypedName}
            />
          </Field>
          <Field
            label={t("kind")}
            hint={field ? t("kindStays") : t(`kindHint.${kind}`)}
            error={errorOf("kind")}
            disabled={Boolean(field)}
          >
            <NativeSelect
              value={kind}
              onValue={setKind}
              options={KINDS.map((each) => ({ value: each, label: t(`kinds.${each}`) }))}
            />
          </Field>
          {isList && (
            <Field label={t("options")} hint={t("optionsHint")} error={errorOf("options")}>
              <TagInput value={options} onValue={setOptions} maxLength={100} />
            </Field>
          )}
        </>
      )}
    </FormDialog>
  );
}
