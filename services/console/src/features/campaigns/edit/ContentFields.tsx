/** One message: its kind, and what it says. */

import { useRef } from "react";
import { useTranslations } from "use-intl";
import { RadioGroup } from "@/shared/ui/Checkbox";
import { Field } from "@/shared/ui/Field";
import { TextArea, TextInput } from "@/shared/ui/TextInput";
import css from "./CampaignForm.module.css";
import type { ContentForm } from "./content";
import { FileField } from "./FileField";
import { TemplateFields } from "./TemplateFields";
import { type Variable, VariableMenu } from "./VariableMenu";

const MAX_TEXT = 4096;
const MAX_CAPTION = 1024;

interface ContentFieldsProps {
  channelId: string;
  value: ContentForm;
  onValue: (value: ContentForm) => void;
  variables: readonly Variable[];
}

export function ContentFields({ channelId, value, onValue, variables }: ContentFieldsProps) {
  const t = useTranslations("campaigns");
  return (
    <>
      <RadioGroup
        label={t("content.kind")}
        look="cards"
        value={value.kind}
        onValue={(kind) => onValue({ ...value, kind })}
        options={(["template", "text", "file"] as const).map((kind) => ({
          value: kind,
          label: t(`content.kinds.${kind}`),
          hint: t(`content.kindHints.${kind}`),
        }))}
      />
      {value.kind === "template" && (
        <TemplateFields channelId={channelId} value={value} onValue={onValue} variables={variables} />
      )}
      {value.kind === "text" && (
        <Placeheld
          label={t("content.text")}
          hint={t("content.textHint")}
          value={value.text}
          onValue={(text) => onValue({ ...value, text })}
          variables={variables}
          maxLength={MAX_TEXT}
          isLong
        />
      )}
      {value.kind === "file" && (
        <div className={css.fields}>
          <FileField value={value.file} onValue={(file) => onValue({ ...value, file })} />
          {value.file?.type !== "audio" && (
            <Placeheld
              label={t("content.caption")}
              value={value.caption}
              onValue={(caption) => onValue({ ...value, caption })}
              variables={variables}
              maxLength={MAX_CAPTION}
              isLong
            />
          )}
        </div>
      )}
    </>
  );
}

interface PlaceheldProps {
  label: string;
  hint?: string;
  value: string;
  onValue: (value: string) => void;
  variables: readonly Variable[];
  maxLength: number;
  isLong?: boolean;
  error?: string;
}

/** A text that may have placeholders. */
export function Placeheld({
  label,
  hint,
  value,
  onValue,
  variables,
  maxLength,
  isLong,
  error,
}: PlaceheldProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const line = useRef<HTMLInputElement>(null);
  return (
    <Field
      label={label}
      hint={hint}
      error={error}
      aside={
        <VariableMenu
          variables={variables}
          input={isLong ? area : line}
          value={value}
          onValue={(next) => onValue(next.slice(0, maxLength))}
        />
      }
    >
      {isLong ? (
        <TextArea ref={area} rows={6} value={value} onValue={onValue} maxLength={maxLength} />
      ) : (
        <TextInput ref={line} value={value} onValue={onValue} maxLength={maxLength} />
      )}
    </Field>
  );
}
