/** What holds for all tickets: who sees them, who gets them, when they are closed, and what customers are told. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/shared/api/session";
import { useSubmit } from "@/shared/api/useSubmit";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { RadioGroup, type RadioOption, Switch } from "@/shared/ui/Checkbox";
import { Field } from "@/shared/ui/Field";
import { NumberInput } from "@/shared/ui/NumberInput";
import { TextArea } from "@/shared/ui/TextInput";
import { toast } from "@/shared/ui/toast";
import { useLeaveGuard } from "@/shared/ui/useLeaveGuard";
import { DurationInput } from "../parts/DurationInput";
import { Section } from "../Section";
import { type Policies, updatePolicies } from "./data";
import css from "./policies.module.css";

const FIELDS = [
  "agentCapacity",
  "releaseOfflineMinutes",
  "reopenHours",
  "closeAfterHours",
  "closeMessage",
  "greeting",
] as const;

export function CompanyRules({ policies }: { policies: Policies }) {
  const t = useTranslations("settingsPolicies");
  const parts = useTranslations("settingsParts");
  const mayManage = useMay("tickets:manage");
  /** What the form began with: only what differs is sent, so that others' changes stay. */
  const [base, setBase] = useState(policies);
  const [rules, setRules] = useState(policies);
  const change = (part: Partial<Policies>) => setRules({ ...rules, ...part });
  const changed = (Object.keys(base) as (keyof Policies)[]).filter((name) => rules[name] !== base[name]);
  const isChanged = changed.length > 0;
  useLeaveGuard(isChanged);
  const save = useSubmit(
    async () => {
      const given = {
        ...rules,
        closeMessage: rules.closeMessage?.trim() || null,
        greeting: rules.greeting?.trim() || null,
      };
      const stored = await updatePolicies(Object.fromEntries(changed.map((name) => [name, given[name]])));
      setBase(stored);
      setRules(stored);
      toast({ tone: "good", text: t("saved") });
    },
    { fields: FIELDS },
  );
  const options = <const Value extends string>(of: string, values: readonly Value[]): RadioOption<Value>[] =>
    values.map((value) => ({
      value,
      label: t(`${of}.${value}` as Parameters<typeof t>[0]),
      hint: t(`${of}.${value}Hint` as Parameters<typeof t>[0]),
    }));
  return (
    <form className={css.form} onSubmit={save.submit} noValidate>
      {save.problem && (
        <Banner tone="danger" live>
          {save.problem}
        </Banner>
      )}
      <fieldset disabled={!mayManage} className={css.plain}>
        <Section title={t("visibility.title")} text={t("visibility.text")}>
          <RadioGroup
            label={t("visibility.title")}
            hideLabel
            look="cards"
            value={rules.visibility ?? "queues"}
            onValue={(visibility: "queues" | "all") => change({ visibility })}
            options={options("visibility", ["queues", "all"])}
          />
        </Section>
        <Section title={t("assignment.title")} text={t("assignment.text")}>
          <RadioGroup
            label={t("assignment.title")}
            hideLabel
            look="cards"
            value={rules.assignment ?? "manual"}
            onValue={(assignment: "manual" | "round_robin" | "least_busy") => change({ assignment })}
            options={options("assignment", ["manual", "round_robin", "least_busy"])}
          />
          {rules.assignment !== "manual" && (
            <Field
              label={t("assignment.capacity")}
              hint={t("assignment.capacityHint")}
              error={save.errorOf("agentCapacity")}
              className={css.number}
              optional
            >
              <NumberInput
                min={1}
                max={1000}
                value={rules.agentCapacity}
                onValue={(agentCapacity) => change({ agentCapacity })}
              />
            </Field>
          )}
          <Switch
            label={t("offline.label")}
            hint={t("offline.hint")}
            checked={rules.releaseOfflineMinutes !== null}
            onValue={(isOn) => change({ releaseOfflineMinutes: isOn ? 30 : null })}
          />
          {rules.releaseOfflineMinutes !== null && (
            <Field
              label={t("offline.after")}
              error={save.errorOf("releaseOfflineMinutes")}
              className={css.duration}
            >
              <DurationInput
                label={t("offline.after")}
                units={["minutes", "hours"]}
                value={rules.releaseOfflineMinutes}
                onValue={(minutes) => change({ releaseOfflineMinutes: minutes ?? 1 })}
              />
            </Field>
          )}
        </Section>
        <Section title={t("reopen.title")} text={t("reopen.text")}>
          <RadioGroup
            label={t("reopen.title")}
            hideLabel
            look="cards"
            value={rules.reopenRule ?? "hours"}
            onValue={(reopenRule: "hours" | "always" | "never") => change({ reopenRule })}
            options={options("reopen", ["hours", "always", "never"])}
          />
          {(rules.reopenRule ?? "hours") === "hours" && (
            <Field
              label={t("reopen.within")}
              hint={t("reopen.withinHint")}
              error={save.errorOf("reopenHours")}
              className={css.number}
              optional
            >
              <NumberInput
                min={0}
                max={8760}
                step={0.5}
                value={rules.reopenHours}
                onValue={(reopenHours) => change({ reopenHours })}
              />
            </Field>
          )}
        </Section>
        <Section title={t("close.title")} text={t("close.text")}>
          <Switch
            label={t("close.label")}
            checked={rules.closeAfterHours !== null}
            onValue={(isOn) => change({ closeAfterHours: isOn ? 24 : null })}
          />
          {rules.closeAfterHours !== null && (
            <>
              <Field
                label={t("close.after")}
                error={save.errorOf("closeAfterHours")}
                className={css.duration}
              >
                <DurationInput
                  label={t("close.after")}
                  units={["hours", "days"]}
                  value={rules.closeAfterHours * 60}
                  onValue={(minutes) => change({ closeAfterHours: Math.max(1, (minutes ?? 60) / 60) })}
                />
              </Field>
              <Field
                label={t("close.message")}
                hint={t("close.messageHint")}
                error={save.errorOf("closeMessage")}
                optional
              >
                <TextArea
                  rows={2}
                  maxLength={1000}
                  value={rules.closeMessage ?? ""}
                  onValue={(closeMessage) => change({ closeMessage: closeMessage || null })}
                />
              </Field>
            </>
          )}
        </Section>
        <Section title={t("greeting.title")} text={t("greeting.text")}>
          <Switch
            label={t("greeting.label")}
            checked={rules.greetingEnabled}
            onValue={(greetingEnabled) => change({ greetingEnabled })}
          />
          {rules.greetingEnabled && (
            <Field
              label={t("greeting.message")}
              hint={t("greeting.messageHint")}
              error={save.errorOf("greeting")}
              optional
            >
              <TextArea
                rows={2}
                maxLength={1000}
                value={rules.greeting ?? ""}
                onValue={(greeting) => change({ greeting: greeting || null })}
              />
            </Field>
          )}
        </Section>
      </fieldset>
      {mayManage && (
        <div className={css.save} data-changed={isChanged}>
          <Button type="submit" variant="primary" busy={save.busy} disabled={!isChanged}>
            {parts("save")}
          </Button>
          {isChanged && (
            <Button variant="ghost" disabled={save.busy} onClick={() => setRules(base)}>
              {t("discard")}
            </Button>
          )}
        </div>
      )}
    </form>
  );
}
