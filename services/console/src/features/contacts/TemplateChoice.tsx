/** Which template is sent, what is filled in, and what the customer will read. */

import { useTranslations } from "use-intl";
import { Combobox } from "@/shared/ui/Combobox";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Field } from "@/shared/ui/Field";
import { Skeleton } from "@/shared/ui/Skeleton";
import { TextInput } from "@/shared/ui/TextInput";
import css from "./contacts.module.css";
import { isFillable, placesOf, type Template, textOf } from "./templateRules";
import { useTemplates } from "./writing";

interface TemplateChoiceProps {
  channelId: string;
  template: Template | null;
  values: Readonly<Record<string, string>>;
  onTemplate: (template: Template | null) => void;
  onValues: (values: Record<string, string>) => void;
}

export function TemplateChoice({ channelId, template, values, onTemplate, onValues }: TemplateChoiceProps) {
  const t = useTranslations("contacts.write");
  const templates = useTemplates(channelId);
  if (templates.isPending) return <Skeleton />;
  if (templates.isError)
    return <ErrorBox compact error={templates.error} onRetry={() => void templates.refetch()} />;
  if (templates.data.length === 0)
    return <Empty compact title={t("noTemplates")} text={t("noTemplatesText")} />;
  const option = (one: Template) => ({
    value: one.id,
    label: one.name,
    hint: isFillable(one) ? `${one.language} · ${textOf(one, {}).slice(0, 80)}` : t("notFillable"),
    disabled: !isFillable(one),
  });
  return (
    <>
      <Field label={t("template")} required>
        <Combobox
          value={template && option(template)}
          onValue={(chosen) => onTemplate(templates.data.find(({ id }) => id === chosen?.value) ?? null)}
          options={templates.data.map(option)}
          placeholder={t("chooseTemplate")}
        />
      </Field>
      {template &&
        placesOf(template).map(({ key, part, variable }) => (
          <Field key={key} label={t(`place.${part}`, { variable })} required>
            <TextInput
              value={values[key] ?? ""}
              onValue={(value) => onValues({ ...values, [key]: value })}
              maxLength={1024}
            />
          </Field>
        ))}
      {template && (
        <figure className={css.preview}>
          <figcaption className={css.second}>{t("preview")}</figcaption>
          <p className={css.bubble} dir="auto">
            {textOf(template, values)}
          </p>
        </figure>
      )}
    </>
  );
}
