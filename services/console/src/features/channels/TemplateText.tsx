/** The parts of a template's text: header, body with its variables and their examples, footer, buttons. */

import { Braces, Plus } from "lucide-react";
import { useRef } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/shared/ui/Button";
import { Field } from "@/shared/ui/Field";
import { Menu } from "@/shared/ui/Menu";
import { Select } from "@/shared/ui/Select";
import { TextArea, TextInput } from "@/shared/ui/TextInput";
import css from "./channels.module.css";
import { TemplateButton } from "./TemplateButton";
import { exampleKey, type FormButton, MOST, type TemplateForm, variablesOf, withVariable } from "./template";
import styles from "./template.module.css";

interface TemplateTextProps {
  form: TemplateForm;
  onChange: (changes: Partial<TemplateForm>) => void;
  errorOf: (field: string) => string | undefined;
}

const NEW_BUTTONS: readonly FormButton[] = [
  { type: "QUICK_REPLY", text: "" },
  { type: "URL", text: "", url: "https://", example: "" },
  { type: "PHONE_NUMBER", text: "", phone: "" },
  { type: "COPY_CODE", example: "" },
];

export function TemplateText({ form, onChange, errorOf }: TemplateTextProps) {
  const t = useTranslations("channels.editor");
  const body = useRef<HTMLTextAreaElement>(null);
  const addVariable = () => {
    const at = body.current?.selectionStart ?? form.body.length;
    onChange({ body: withVariable(form.body, at) });
    body.current?.focus();
  };
  const setButton = (at: number, button: FormButton | undefined) =>
    onChange({
      buttons: form.buttons.flatMap((one, index) => (index === at ? (button ? [button] : []) : [one])),
    });
  return (
    <>
      <Field label={t("header")} hint={t("headerHint")}>
        <Select
          value={form.header}
          onValue={(header) => onChange({ header })}
          options={(["none", "text", "location"] as const).map((value) => ({
            value,
            label: t(`headers.${value}`),
          }))}
        />
      </Field>
      {form.header === "text" && (
        <Field
          label={t("headerText")}
          error={errorOf("headerText") ?? null}
          aside={count(form.headerText, MOST.headerText)}
        >
          <TextInput
            dir="auto"
            maxLength={MOST.headerText}
            value={form.headerText}
            onValue={(headerText) => onChange({ headerText })}
          />
        </Field>
      )}
      <Field
        label={t("body")}
        hint={t("bodyHint")}
        error={errorOf("body") ?? null}
        aside={count(form.body, MOST.body)}
      >
        <TextArea
          ref={body}
          dir="auto"
          rows={6}
          maxLength={MOST.body}
          value={form.body}
          onValue={(text) => onChange({ body: text })}
        />
      </Field>
      <div>
        <Button size="small" icon={Braces} onClick={addVariable}>
          {t("addVariable")}
        </Button>
      </div>
      <Examples form={form} onChange={onChange} error={errorOf("examples")} />
      <Field label={t("footer")} optional aside={count(form.footer, MOST.footer)}>
        <TextInput
          dir="auto"
          maxLength={MOST.footer}
          value={form.footer}
          onValue={(footer) => onChange({ footer })}
        />
      </Field>
      <fieldset className={styles.group}>
        <legend>{t("buttons")}</legend>
        {form.buttons.map((button, at) => (
          <TemplateButton
            // biome-ignore lint/suspicious/noArrayIndexKey: buttons have no name but their place.
            key={at}
            button={button}
            number={at + 1}
            onChange={(changed) => setButton(at, changed)}
            onRemove={() => setButton(at, undefined)}
          />
        ))}
        {form.buttons.length < MOST.buttons && (
          <Menu
            trigger={
              <Button size="small" icon={Plus}>
                {t("addButton")}
              </Button>
            }
            items={NEW_BUTTONS.map((button) => ({
              label: t(`buttonTypes.${button.type}`),
              onSelect: () => onChange({ buttons: [...form.buttons, button] }),
            }))}
          />
        )}
      </fieldset>
    </>
  );
}

const count = (text: string, most: number) => `${text.length}/${most}`;

interface ExamplesProps {
  form: TemplateForm;
  onChange: (changes: Partial<TemplateForm>) => void;
  error: string | undefined;
}

/** What Meta is shown for each variable when it reviews the template. */
function Examples({ form, onChange, error }: ExamplesProps) {
  const t = useTranslations("channels.editor");
  const wanted = [
    ...(form.header === "text" ? variablesOf(form.headerText).map((name) => ["header", name] as const) : []),
    ...variablesOf(form.body).map((name) => ["body", name] as const),
  ];
  if (wanted.length === 0) return null;
  return (
    <fieldset className={styles.group}>
      <legend>{t("examples")}</legend>
      <p className={css.note}>{t("examplesHint")}</p>
      {wanted.map(([part, name]) => {
        const key = exampleKey(part, name);
        const value = form.examples[key] ?? "";
        return (
          <Field
            key={key}
            label={t("exampleOf", {
              part: t(part === "header" ? "headerText" : "body"),
              name: `{{${name}}}`,
            })}
            error={error && value.trim() === "" ? error : null}
          >
            <TextInput
              dir="auto"
              value={value}
              onValue={(example) => onChange({ examples: { ...form.examples, [key]: example } })}
            />
          </Field>
        );
      })}
    </fieldset>
  );
}
