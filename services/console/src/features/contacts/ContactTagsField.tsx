/** The tags of a contact: those of the company, and new ones, which come to be when they are first used. */

import { useTranslations } from "use-intl";
import { useContactTags } from "@/shared/api/lookups";
import { Field } from "@/shared/ui/Field";
import { MultiCombobox } from "@/shared/ui/MultiCombobox";
import { Dot } from "@/shared/ui/Tag";

interface ContactTagsFieldProps {
  value: readonly string[];
  onValue: (tags: string[]) => void;
  canCreate?: boolean;
  error?: string;
  disabled?: boolean;
}

const LONGEST = 50;

export function ContactTagsField({
  value,
  onValue,
  canCreate = true,
  error,
  disabled,
}: ContactTagsFieldProps) {
  const t = useTranslations("contacts.form");
  const tags = useContactTags();
  const colours = new Map(tags.list.map(({ name, color }) => [name, color]));
  const option = (name: string) => ({ value: name, label: name, mark: <Dot colour={colours.get(name)} /> });
  const create = (typed: string) => {
    const name = typed.slice(0, LONGEST);
    const known = tags.list.find((tag) => tag.name.toLowerCase() === name.toLowerCase());
    return option(known?.name ?? name);
  };
  return (
    <Field label={t("tags")} error={error} disabled={disabled}>
      <MultiCombobox
        value={value.map(option)}
        onValue={(options) => onValue(options.map((chosen) => chosen.value))}
        options={tags.list.map(({ name }) => option(name))}
        onCreate={canCreate ? create : undefined}
        placeholder={t("tagsPlaceholder")}
      />
    </Field>
  );
}
