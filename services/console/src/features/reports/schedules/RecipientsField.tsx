/** Who gets a report: people of the company who may see all of its reports. */

import { useTranslations } from "use-intl";
import { useUsers } from "@/shared/api/lookups";
import { Field } from "@/shared/ui/Field";
import { MultiCombobox } from "@/shared/ui/MultiCombobox";
import { mayReceive } from "./rules";

interface RecipientsFieldProps {
  ids: readonly string[];
  /** Those of before, whom the list of users may no longer have. */
  known: readonly { userId: string; name: string | null }[];
  onIds: (ids: string[]) => void;
  error: string | undefined;
}

export function RecipientsField({ ids, known, onIds, error }: RecipientsFieldProps) {
  const t = useTranslations("reportsSchedules");
  const users = useUsers();
  const nameOf = (id: string) =>
    users.byId.get(id)?.name ?? known.find(({ userId }) => userId === id)?.name ?? t("somebody");
  return (
    <Field label={t("recipients")} hint={t("form.recipientsHint")} error={error}>
      <MultiCombobox
        value={ids.map((value) => ({ value, label: nameOf(value) }))}
        onValue={(chosen) => onIds(chosen.map(({ value }) => value))}
        options={users.list
          .filter(mayReceive)
          .map(({ id, name, email }) => ({ value: id, label: name, hint: email }))}
      />
    </Field>
  );
}
