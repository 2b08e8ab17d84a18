/** Conditions of a segment, one below the other: tags, custom fields, when somebody last wrote. */

import { Plus, Trash2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { useContactFields, useContactTags } from "@/shared/api/lookups";
import { Button } from "@/shared/ui/Button";
import { Combobox } from "@/shared/ui/Combobox";
import { IconButton } from "@/shared/ui/IconButton";
import { Menu } from "@/shared/ui/Menu";
import { NumberInput } from "@/shared/ui/NumberInput";
import { Select } from "@/shared/ui/Select";
import { TextInput } from "@/shared/ui/TextInput";
import { type Condition, type Conditions, FIELD_TESTS, type FieldTest } from "./filter";
import css from "./segments.module.css";

interface FilterBuilderProps {
  value: Conditions;
  onValue: (value: Conditions) => void;
}

const NEW: Record<Condition["kind"], Condition> = {
  tag: { kind: "tag", tag: "", isNot: false },
  field: { kind: "field", field: "", test: "equals", value: "" },
  seen: { kind: "seen", days: 30, isNot: false },
};

export function FilterBuilder({ value, onValue }: FilterBuilderProps) {
  const t = useTranslations("campaigns");
  const { match, conditions } = value;
  const change = (at: number, condition: Condition) =>
    onValue({ match, conditions: conditions.map((each, place) => (place === at ? condition : each)) });
  const add = (kind: Condition["kind"]) => onValue({ match, conditions: [...conditions, NEW[kind]] });
  return (
    <fieldset className={css.builder}>
      <legend className={css.legend}>{t("segments.who")}</legend>
      {conditions.length > 1 && (
        <Select
          inline
          label={t("segments.match")}
          value={match}
          onValue={(next) => onValue({ match: next, conditions })}
          options={[
            { value: "all", label: t("segments.matchAll") },
            { value: "any", label: t("segments.matchAny") },
          ]}
        />
      )}
      <ol className={css.conditions}>
        {conditions.map((condition, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no names, and keep their places.
          <li key={place} className={css.condition}>
            <ConditionFields condition={condition} onChange={(next) => change(place, next)} />
            <IconButton
              size="small"
              icon={Trash2}
              label={t("segments.remove", { number: place + 1 })}
              onClick={() => onValue({ match, conditions: conditions.filter((_, other) => other !== place) })}
            />
          </li>
        ))}
      </ol>
      <Menu
        align="start"
        trigger={
          <Button size="small" icon={Plus}>
            {t("segments.add")}
          </Button>
        }
        items={(["tag", "seen", "field"] as const).map((kind) => ({
          label: t(`segments.kind.${kind}`),
          onSelect: () => add(kind),
        }))}
      />
    </fieldset>
  );
}

interface ConditionFieldsProps<Kind extends Condition = Condition> {
  condition: Kind;
  onChange: (condition: Condition) => void;
}

function ConditionFields({ condition, onChange }: ConditionFieldsProps) {
  if (condition.kind === "tag") return <TagFields condition={condition} onChange={onChange} />;
  if (condition.kind === "field") return <FieldFields condition={condition} onChange={onChange} />;
  return <SeenFields condition={condition} onChange={onChange} />;
}

function TagFields({ condition, onChange }: ConditionFieldsProps<Extract<Condition, { kind: "tag" }>>) {
  const t = useTranslations("campaigns");
  const tags = useContactTags();
  const { tag, isNot } = condition;
  return (
    <>
      <Select
        inline
        label={t("segments.kind.tag")}
        value={isNot ? "not" : "is"}
        onValue={(next) => onChange({ ...condition, isNot: next === "not" })}
        options={[
          { value: "is", label: t("segments.hasTag") },
          { value: "not", label: t("segments.hasNotTag") },
        ]}
      />
      <Combobox
        label={t("segments.tag")}
        placeholder={t("segments.tag")}
        value={tag === "" ? null : { value: tag, label: tag }}
        onValue={(next) => onChange({ ...condition, tag: next?.value ?? "" })}
        options={tags.list.map(({ name }) => ({ value: name, label: name }))}
      />
    </>
  );
}

function SeenFields({ condition, onChange }: ConditionFieldsProps<Extract<Condition, { kind: "seen" }>>) {
  const t = useTranslations("campaigns");
  const { days, isNot } = condition;
  return (
    <>
      <Select
        inline
        label={t("segments.kind.seen")}
        value={isNot ? "not" : "is"}
        onValue={(next) => onChange({ ...condition, isNot: next === "not" })}
        options={[
          { value: "is", label: t("segments.wrote") },
          { value: "not", label: t("segments.wroteNot") },
        ]}
      />
      <NumberInput
        aria-label={t("segments.days")}
        className={css.number}
        min={1}
        max={3650}
        value={days}
        onValue={(next) => onChange({ ...condition, days: next ?? 0 })}
      />
      <span>{t("segments.daysUnit")}</span>
    </>
  );
}

function FieldFields({ condition, onChange }: ConditionFieldsProps<Extract<Condition, { kind: "field" }>>) {
  const t = useTranslations("campaigns");
  const fields = useContactFields();
  const { field, test, value } = condition;
  const known = fields.list.find(({ name }) => name === field);
  return (
    <>
      <Combobox
        label={t("segments.field")}
        placeholder={t("segments.field")}
        value={field === "" ? null : { value: field, label: known?.label ?? field }}
        onValue={(next) => onChange({ ...condition, field: next?.value ?? "" })}
        options={fields.list.map(({ name, label }) => ({ value: name, label, hint: name }))}
      />
      <Select
        inline
        label={t("segments.test")}
        value={test}
        onValue={(next) => onChange({ ...condition, test: next as FieldTest })}
        options={FIELD_TESTS.map((each) => ({ value: each, label: t(`segments.tests.${each}`) }))}
      />
      {(test === "equals" || test === "contains") && (
        <TextInput
          aria-label={t("segments.value")}
          placeholder={t("segments.value")}
          maxLength={1000}
          value={value}
          onValue={(next) => onChange({ ...condition, value: next })}
        />
      )}
    </>
  );
}
