/** An approved template, and the values that it takes. */

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { Banner } from "@/shared/ui/Banner";
import { Combobox } from "@/shared/ui/Combobox";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Field } from "@/shared/ui/Field";
import { Skeleton } from "@/shared/ui/Skeleton";
import { templatesQuery } from "../data";
import { Placeheld } from "./ContentFields";
import { type ContentForm, isUsable, needsOf, withTemplate } from "./content";
import { FileField } from "./FileField";
import { shownTemplate } from "./template";
import type { Variable } from "./VariableMenu";

interface TemplateFieldsProps {
  channelId: string;
  value: ContentForm;
  onValue: (value: ContentForm) => void;
  variables: readonly Variable[];
}

const MAX_VALUE = 1000;

export function TemplateFields({ channelId, value, onValue, variables }: TemplateFieldsProps) {
  const t = useTranslations("campaigns");
  const query = useQuery(templatesQuery(channelId));
  if (query.isPending) return <Skeleton kind="text" count={3} />;
  if (!query.data)
    return (
      <ErrorBox
        compact
        error={query.error}
        onRetry={() => void query.refetch()}
        isRetrying={query.isFetching}
      />
    );
  const usable = query.data.filter(isUsable);
  if (usable.length === 0)
    return (
      <Banner tone="warning" title={t("template.none")}>
        {t.rich("template.noneText", {
          link: (words) => (
            <Link to="/channels/{-$channelId}" params={{ channelId }}>
              {words}
            </Link>
          ),
        })}
      </Banner>
    );
  const chosen = usable.find(
    ({ name, language }) => name === value.template?.name && language === value.template.language,
  );
  const needs = chosen && needsOf(chosen);
  const options = usable.map((template) => ({
    value: template.id,
    label: `${template.name} (${template.language})`,
    hint: shownTemplate(template.components, []).text.slice(0, 90),
  }));
  return (
    <>
      <Field
        label={t("template.template")}
        error={value.template && !chosen ? t("template.gone", { name: value.template.name }) : undefined}
      >
        <Combobox
          clearable={false}
          value={options.find((option) => option.value === chosen?.id) ?? null}
          onValue={(next) => {
            const template = usable.find(({ id }) => id === next?.value);
            if (template) onValue(withTemplate(value, template));
          }}
          options={options}
          placeholder={t("template.choose")}
        />
      </Field>
      {needs?.header === "text" && (
        <Placeheld
          label={t("template.header")}
          value={value.headerText}
          onValue={(headerText) => onValue({ ...value, headerText })}
          variables={variables}
          maxLength={60}
        />
      )}
      {needs?.header && needs.header !== "text" && (
        <FileField
          label={t(`template.${needs.header}`)}
          only={needs.header}
          value={value.headerFile}
          onValue={(headerFile) => onValue({ ...value, headerFile })}
        />
      )}
      {needs?.body.map((name) => (
        <Placeheld
          key={name}
          label={t("template.value", { name: `{{${name}}}` })}
          value={value.parameters[name] ?? ""}
          onValue={(text) => onValue({ ...value, parameters: { ...value.parameters, [name]: text } })}
          variables={variables}
          maxLength={MAX_VALUE}
        />
      ))}
      {needs?.buttons.map(({ index, type }) => (
        <Placeheld
          key={index}
          label={t(`template.buttons.${type}`, { number: index + 1 })}
          value={value.buttons[index]?.value ?? ""}
          onValue={(text) =>
            onValue({ ...value, buttons: { ...value.buttons, [index]: { type, value: text } } })
          }
          variables={variables}
          maxLength={MAX_VALUE}
        />
      ))}
    </>
  );
}
