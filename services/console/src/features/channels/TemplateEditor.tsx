/** The form of a template beside what the customer will read. What Meta would refuse for its form is said at once. */

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useSubmit } from "@/shared/api/useSubmit";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Checkbox } from "@/shared/ui/Checkbox";
import { TemplatePreview } from "@/shared/ui/conversation/TemplatePreview";
import { Field } from "@/shared/ui/Field";
import { NumberInput } from "@/shared/ui/NumberInput";
import { Select } from "@/shared/ui/Select";
import { TextInput } from "@/shared/ui/TextInput";
import { toast } from "@/shared/ui/toast";
import { useLeaveGuard } from "@/shared/ui/useLeaveGuard";
import css from "./channels.module.css";
import { saveTemplate } from "./data";
import { useLanguageName } from "./languageNames";
import { TemplateText } from "./TemplateText";
import { type Category, exampleKey, requestOf, type TemplateForm, variablesOf } from "./template";
import styles from "./template.module.css";

interface TemplateEditorProps {
  channelId: string;
  templateId: string | undefined;
  initial: TemplateForm;
  onDone: () => void;
}

const CATEGORIES: readonly Category[] = ["UTILITY", "MARKETING", "AUTHENTICATION"];
const LANGUAGES = ["pt_BR", "en_US", "en", "es", "es_AR", "es_MX", "pt_PT"] as const;

export function TemplateEditor({ channelId, templateId, initial, onDone }: TemplateEditorProps) {
  const t = useTranslations("channels.editor");
  const languageOf = useLanguageName();
  const client = useQueryClient();
  const [form, setForm] = useState(initial);
  const release = useLeaveGuard(JSON.stringify(form) !== JSON.stringify(initial), "view");
  const change = (changes: Partial<TemplateForm>) => setForm((before) => ({ ...before, ...changes }));
  const isNew = templateId === undefined;
  const isCode = form.category === "AUTHENTICATION";
  const sending = useSubmit(
    async () => {
      await saveTemplate(client, channelId, templateId, requestOf(form));
      toast({ text: t("sent") });
      release();
      onDone();
    },
    {
      fields: ["name", "language", "category"],
      check: () => ({
        name: /^[a-z0-9_]{1,512}$/.test(form.name) ? undefined : t("nameForm"),
        body: isCode || form.body.trim() !== "" ? undefined : t("required"),
        headerText: form.header !== "text" || form.headerText.trim() !== "" ? undefined : t("required"),
        examples: isCode || missingExamples(form).length === 0 ? undefined : t("examplesMissing"),
      }),
    },
  );
  const values = (part: "header" | "body", text: string) =>
    Object.fromEntries(variablesOf(text).map((name) => [name, form.examples[exampleKey(part, name)]]));
  return (
    <form className={styles.editor} noValidate onSubmit={(event) => void sending.submit(event)}>
      <div className={css.stack}>
        {sending.problem && (
          <Banner tone="danger" live>
            {sending.problem}
          </Banner>
        )}
        {!isNew && <Banner tone="info">{t("reviewedAgain")}</Banner>}
        <Field
          label={t("name")}
          hint={t("nameHint")}
          error={sending.errorOf("name") ?? null}
          disabled={!isNew}
        >
          <TextInput
            dir="ltr"
            maxLength={512}
            value={form.name}
            onValue={(name) => change({ name: name.toLowerCase().replace(/[\s-]+/g, "_") })}
          />
        </Field>
        <div className={css.pair}>
          <Field label={t("category")} hint={t(`categories.${form.category}`)}>
            <Select
              value={form.category}
              onValue={(category) => change({ category })}
              options={CATEGORIES.map((value) => ({ value, label: t(`categoryNames.${value}`) }))}
            />
          </Field>
          <Field label={t("language")} error={sending.errorOf("language") ?? null}>
            <Select
              value={form.language}
              disabled={!isNew}
              onValue={(language) => change({ language })}
              options={[...new Set([...LANGUAGES, form.language])].map((value) => ({
                value,
                label: languageOf(value),
              }))}
            />
          </Field>
        </div>
        {isCode ? (
          <CodeFields form={form} onChange={change} />
        ) : (
          <TemplateText form={form} onChange={change} errorOf={sending.errorOf} />
        )}
      </div>
      <div className={styles.side}>
        <h3>{t("preview")}</h3>
        {isCode ? (
          <p className={css.note}>{t("codePreview")}</p>
        ) : (
          <TemplatePreview
            components={requestOf(form).components}
            values={{ header: values("header", form.headerText), body: values("body", form.body) }}
          />
        )}
        <Button type="submit" variant="primary" busy={sending.busy}>
          {isNew ? t("send") : t("sendAgain")}
        </Button>
        <p className={css.note}>{t("review")}</p>
      </div>
    </form>
  );
}

function missingExamples({ headerText, header, body, examples }: TemplateForm): string[] {
  const keys = [
    ...(header === "text" ? variablesOf(headerText).map((name) => exampleKey("header", name)) : []),
    ...variablesOf(body).map((name) => exampleKey("body", name)),
  ];
  return keys.filter((key) => !examples[key]?.trim());
}

interface FieldsProps {
  form: TemplateForm;
  onChange: (changes: Partial<TemplateForm>) => void;
}

/** Of authentication: WhatsApp writes the text, and the company says how long a code is good. */
function CodeFields({ form, onChange }: FieldsProps) {
  const t = useTranslations("channels.editor");
  return (
    <>
      <Checkbox
        label={t("securityHint")}
        checked={form.securityHint}
        onValue={(securityHint) => onChange({ securityHint })}
      />
      <Field label={t("expires")} optional>
        <NumberInput
          min={1}
          max={90}
          value={form.expiresMinutes}
          onValue={(expiresMinutes) => onChange({ expiresMinutes })}
        />
      </Field>
      <Field label={t("codeButton")} optional>
        <TextInput
          maxLength={25}
          value={form.codeButton}
          onValue={(codeButton) => onChange({ codeButton })}
        />
      </Field>
    </>
  );
}
