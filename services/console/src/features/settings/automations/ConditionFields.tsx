/** What a condition is about: words, queues, agents, tags, a field of the contact. */

import { useMemo } from "react";
import { useTranslations } from "use-intl";
import {
  useChannels,
  useContactFields,
  useContactTags,
  useQueues,
  useTags,
  useUsers,
} from "@/shared/api/lookups";
import type { ComboOption } from "@/shared/ui/comboboxSearch";
import { MultiCombobox } from "@/shared/ui/MultiCombobox";
import { NativeSelect } from "@/shared/ui/NativeSelect";
import { Dot } from "@/shared/ui/Tag";
import { TagInput } from "@/shared/ui/TagInput";
import { TextInput } from "@/shared/ui/TextInput";
import css from "../actions/actions.module.css";
import { type Condition, NOBODY, valuesOf, withValues } from "./conditions";

const STATUSES = ["pending", "open", "snoozed", "closed"] as const;
const PRIORITIES = ["low", "normal", "high", "urgent"] as const;
const OPERATORS = ["is", "contains", "filled"] as const;

interface ConditionFieldsProps {
  condition: Condition;
  onChange: (condition: Condition) => void;
}

export function ConditionFields({ condition, onChange }: ConditionFieldsProps) {
  const t = useTranslations("settingsAutomations");
  const options = useOptions(condition.type);
  const values = valuesOf(condition);
  const label = t(`conditions.${condition.type}`);
  if (condition.type === "text_contains" || condition.type === "text_has_word")
    return (
      <TagInput
        label={label}
        placeholder={t("termsPlaceholder")}
        maxLength={100}
        value={condition.terms}
        onValue={(terms) => onChange({ ...condition, terms })}
      />
    );
  if (condition.type === "contact_field") return <FieldFields condition={condition} onChange={onChange} />;
  if (!values) return null;
  return (
    <MultiCombobox
      label={label}
      placeholder={t("choose")}
      options={options}
      value={values.map(
        (value) => options.find((option) => option.value === value) ?? { value, label: value },
      )}
      onValue={(chosen) =>
        onChange(
          withValues(
            condition,
            chosen.map(({ value }) => value),
          ),
        )
      }
    />
  );
}

type OfField = Extract<Condition, { type: "contact_field" }>;

function FieldFields({ condition, onChange }: { condition: OfField; onChange: (next: OfField) => void }) {
  const t = useTranslations("settingsAutomations");
  const { list } = useContactFields();
  const operator = condition.operator ?? "is";
  return (
    <div className={css.two}>
      <NativeSelect
        aria-label={t("field")}
        placeholder={t("chooseField")}
        value={condition.name}
        options={list.map(({ name, label }) => ({ value: name, label }))}
        onValue={(name) => onChange({ ...condition, name })}
      />
      <NativeSelect
        aria-label={t("operator")}
        value={operator}
        options={OPERATORS.map((value) => ({ value, label: t(`operators.${value}`) }))}
        onValue={(next) =>
          onChange({
            ...condition,
            operator: next,
            value: next === "filled" ? null : (condition.value ?? ""),
          })
        }
      />
      {operator !== "filled" && (
        <TextInput
          aria-label={t("value")}
          placeholder={t("value")}
          maxLength={200}
          value={condition.value ?? ""}
          onValue={(value) => onChange({ ...condition, value })}
        />
      )}
    </div>
  );
}

/** Returns what can be chosen for a kind of condition. */
function useOptions(type: Condition["type"]): readonly ComboOption[] {
  const t = useTranslations("settingsAutomations");
  const actions = useTranslations("settingsActions");
  const users = useUsers();
  const queues = useQueues();
  const tags = useTags();
  const contactTags = useContactTags();
  const channels = useChannels();
  return useMemo(() => {
    switch (type) {
      case "channel":
        return channels.list.map(({ id, name }) => ({ value: id, label: name }));
      case "queue":
        return [
          ...queues.list.map(({ id, name, color }) => ({
            value: id,
            label: name,
            mark: <Dot colour={color} />,
          })),
          { value: NOBODY, label: actions("noQueue") },
        ];
      case "assignee":
        return [
          { value: NOBODY, label: t("nobody") },
          ...users.list.map(({ id, name }) => ({ value: id, label: name })),
        ];
      case "status":
        return STATUSES.map((value) => ({ value, label: t(`statuses.${value}`) }));
      case "priority":
        return PRIORITIES.map((value) => ({ value, label: actions(`priorities.${value}`) }));
      case "tag":
        return tags.list.map(({ id, name, color }) => ({
          value: id,
          label: name,
          mark: <Dot colour={color} />,
        }));
      case "contact_tag":
        return contactTags.list.map(({ name, color }) => ({
          value: name,
          label: name,
          mark: <Dot colour={color} />,
        }));
      default:
        return [];
    }
  }, [type, t, actions, users.list, queues.list, tags.list, contactTags.list, channels.list]);
}
