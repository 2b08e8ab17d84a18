/** Makes one tag of contacts of two: those that have the one get the other for it. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { type ContactTag, useContactTags } from "@/shared/api/lookups";
import { Combobox } from "@/shared/ui/Combobox";
import type { ComboOption } from "@/shared/ui/comboboxSearch";
import { Field } from "@/shared/ui/Field";
import { Dot } from "@/shared/ui/Tag";
import { FormDialog } from "../parts/FormDialog";
import { mergeTag } from "./data";

export function MergeDialog({ tag, onClose }: { tag: ContactTag; onClose: () => void }) {
  const t = useTranslations("settingsTags");
  const parts = useTranslations("settingsParts");
  const { list } = useContactTags();
  const [into, setInto] = useState<ComboOption | null>(null);
  const options = list
    .filter(({ id }) => id !== tag.id)
    .map(({ id, name, color }) => ({ value: id, label: name, mark: <Dot colour={color} /> }));
  return (
    <FormDialog
      size="small"
      title={t("merge.title", { name: tag.name })}
      text={t("merge.text", { name: tag.name })}
      action={t("merge.action")}
      fields={["into"]}
      check={() => ({ into: into ? undefined : parts("missing") })}
      onSend={async () => {
        if (into) await mergeTag(tag.id, into.value);
      }}
      onClose={onClose}
    >
      {(errorOf) => (
        <Field label={t("merge.into")} error={errorOf("into")}>
          <Combobox value={into} onValue={setInto} options={options} />
        </Field>
      )}
    </FormDialog>
  );
}
