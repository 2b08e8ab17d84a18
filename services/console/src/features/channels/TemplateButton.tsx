/** One button of a template's form. */

import { Trash2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { Field } from "@/shared/ui/Field";
import { IconButton } from "@/shared/ui/IconButton";
import { TextInput } from "@/shared/ui/TextInput";
import { type FormButton, MOST, variablesOf } from "./template";
import styles from "./template.module.css";

interface TemplateButtonProps {
  button: FormButton;
  number: number;
  onChange: (button: FormButton) => void;
  onRemove: () => void;
}

export function TemplateButton({ button, number, onChange, onRemove }: TemplateButtonProps) {
  const t = useTranslations("channels.editor");
  const { type } = button;
  return (
    <fieldset className={styles.buttonRow}>
      <legend>{`${number}. ${t(`buttonTypes.${type}`)}`}</legend>
      <div className={styles.buttonFields}>
        {type !== "COPY_CODE" && (
          <Field label={t("buttonText")}>
            <TextInput
              dir="auto"
              maxLength={MOST.button}
              value={button.text}
              onValue={(text) => onChange({ ...button, text })}
            />
          </Field>
        )}
        {type === "URL" && (
          <Field label={t("url")} hint={t("urlHint")}>
            <TextInput
              dir="ltr"
              type="url"
              maxLength={2000}
              value={button.url}
              onValue={(url) => onChange({ ...button, url })}
            />
          </Field>
        )}
        {type === "URL" && variablesOf(button.url).length > 0 && (
          <Field label={t("urlExample")}>
            <TextInput
              dir="ltr"
              value={button.example}
              onValue={(example) => onChange({ ...button, example })}
            />
          </Field>
        )}
        {type === "PHONE_NUMBER" && (
          <Field label={t("phone")}>
            <TextInput
              dir="ltr"
              type="tel"
              maxLength={20}
              value={button.phone}
              onValue={(phone) => onChange({ ...button, phone })}
            />
          </Field>
        )}
        {type === "COPY_CODE" && (
          <Field label={t("coupon")}>
            <TextInput
              dir="ltr"
              maxLength={15}
              value={button.example}
              onValue={(example) => onChange({ ...button, example })}
            />
          </Field>
        )}
      </div>
      <IconButton label={t("removeButton", { number })} icon={Trash2} onClick={onRemove} />
    </fieldset>
  );
}
