/** A macro: its name, its actions, and in which queues it is offered. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { useQueues } from "@/shared/api/lookups";
import { Field } from "@/shared/ui/Field";
import { MultiCombobox } from "@/shared/ui/MultiCombobox";
import { Dot } from "@/shared/ui/Tag";
import { TextInput } from "@/shared/ui/TextInput";
import { ActionsEditor } from "../actions/ActionsEditor";
import { type Action, newAction, unfinished } from "../actions/actions";
import { FormDialog } from "../parts/FormDialog";
import { type Macro, saveMacro } from "./data";

export function MacroDialog({ macro, onClose }: { macro?: Macro; onClose: () => void }) {
  const t = useTranslations("settingsMacros");
  const parts = useTranslations("settingsParts");
  const words = useTranslations("settingsActions");
  const { list: queues } = useQueues();
  const [name, setName] = useState(macro?.name ?? "");
  const [actions, setActions] = useState<readonly Action[]>(macro?.actions ?? [newAction("add_tag")]);
  const [queueIds, setQueueIds] = useState<readonly string[]>(macro?.queueIds ?? []);
  const options = queues.map(({ id, name, color }) => ({
    value: id,
    label: name,
    mark: <Dot colour={color} />,
  }));
  return (
    <FormDialog
      size="large"
      title={macro ? t("change") : t("create")}
      fields={["name", "actions", "queueIds"]}
      check={() => {
        const place = unfinished(actions);
        return {
          name: name.trim() === "" ? parts("missing") : undefined,
          ...(place !== undefined && { [`actions.${place}`]: words("unfinished") }),
        };
      }}
      values={[name, actions, queueIds]}
      revision={macro?.revision}
      onSend={(revision) =>
        saveMacro(macro?.id, { name: name.trim(), actions: [...actions], queueIds: [...queueIds] }, revision)
      }
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <Field label={t("name")} hint={t("nameHint")} error={errorOf("name")}>
            <TextInput autoFocus maxLength={60} value={name} onValue={setName} />
          </Field>
          <ActionsEditor actions={actions} onChange={setActions} errorOf={errorOf} />
          <Field label={t("queues")} hint={t("queuesHint")} error={errorOf("queueIds")} optional>
            <MultiCombobox
              value={options.filter(({ value }) => queueIds.includes(value))}
              options={options}
              placeholder={t("allQueues")}
              onValue={(chosen) => setQueueIds(chosen.map(({ value }) => value))}
            />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
