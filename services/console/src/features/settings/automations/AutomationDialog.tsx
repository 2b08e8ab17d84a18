/** An automation: what it acts on, when, and what it does. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Field } from "@/shared/ui/Field";
import { NativeSelect } from "@/shared/ui/NativeSelect";
import { TextInput } from "@/shared/ui/TextInput";
import { ActionsEditor } from "../actions/ActionsEditor";
import { type Action, newAction, unfinished } from "../actions/actions";
import { FormDialog } from "../parts/FormDialog";
import { ConditionsEditor } from "./ConditionsEditor";
import { type Condition, EVENTS, eventKey, unfinishedCondition } from "./conditions";
import { type Automation, saveAutomation } from "./data";

/** Nobody runs an automation who could take the ticket. */
const WITHOUT = ["take"] as const;

export function AutomationDialog({ automation, onClose }: { automation?: Automation; onClose: () => void }) {
  const t = useTranslations("settingsAutomations");
  const parts = useTranslations("settingsParts");
  const words = useTranslations("settingsActions");
  const [name, setName] = useState(automation?.name ?? "");
  const [event, setEvent] = useState<(typeof EVENTS)[number]>(automation?.event ?? "message.received");
  const [match, setMatch] = useState<"all" | "any">(automation?.match ?? "all");
  const [conditions, setConditions] = useState<readonly Condition[]>(automation?.conditions ?? []);
  const [actions, setActions] = useState<readonly Action[]>(automation?.actions ?? [newAction("add_tag")]);
  const check = () => {
    const condition = unfinishedCondition(conditions);
    const action = unfinished(actions);
    return {
      name: name.trim() === "" ? parts("missing") : undefined,
      ...(condition !== undefined && { [`conditions.${condition}`]: t("unfinished") }),
      ...(action !== undefined && { [`actions.${action}`]: words("unfinished") }),
    };
  };
  return (
    <FormDialog
      size="large"
      title={automation ? t("change") : t("create")}
      fields={["name", "event", "conditions", "actions"]}
      check={check}
      values={[name, event, match, conditions, actions]}
      revision={automation?.revision}
      onSend={(revision) =>
        saveAutomation(
          automation?.id,
          {
            name: name.trim(),
            event,
            match,
            conditions: [...conditions],
            actions: [...actions],
            active: automation?.active ?? true,
          },
          revision,
        )
      }
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <Field label={t("name")} error={errorOf("name")}>
            <TextInput autoFocus maxLength={60} value={name} onValue={setName} />
          </Field>
          <Field label={t("event")} hint={t(`eventHints.${eventKey(event)}`)} error={errorOf("event")}>
            <NativeSelect
              value={event}
              onValue={setEvent}
              options={EVENTS.map((value) => ({ value, label: t(`events.${eventKey(value)}`) }))}
            />
          </Field>
          <ConditionsEditor
            match={match}
            onMatch={setMatch}
            conditions={conditions}
            onChange={setConditions}
            errorOf={errorOf}
          />
          <ActionsEditor actions={actions} onChange={setActions} without={WITHOUT} errorOf={errorOf} />
        </>
      )}
    </FormDialog>
  );
}
