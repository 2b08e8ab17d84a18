/** The conditions of an automation: whether all are to hold or one, and each with what it is about. */

import { Plus, Trash2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/shared/ui/Button";
import { IconButton } from "@/shared/ui/IconButton";
import { NativeSelect } from "@/shared/ui/NativeSelect";
import css from "../actions/actions.module.css";
import { ConditionFields } from "./ConditionFields";
import { CONDITION_TYPES, type Condition, MOST_CONDITIONS, newCondition } from "./conditions";

type Match = "all" | "any";

interface ConditionsEditorProps {
  match: Match;
  onMatch: (match: Match) => void;
  conditions: readonly Condition[];
  onChange: (conditions: Condition[]) => void;
  errorOf: (field: string) => string | undefined;
}

export function ConditionsEditor(props: ConditionsEditorProps) {
  const { match, onMatch, conditions, onChange, errorOf } = props;
  const t = useTranslations("settingsAutomations");
  const change = (at: number, condition: Condition) =>
    onChange(conditions.map((one, place) => (place === at ? condition : one)));
  return (
    <fieldset className={css.editor}>
      <legend className={css.legend}>{t("conditionsTitle")}</legend>
      {conditions.length > 1 && (
        <NativeSelect
          aria-label={t("match")}
          value={match}
          onValue={onMatch}
          options={(["all", "any"] as const).map((value) => ({ value, label: t(`matches.${value}`) }))}
        />
      )}
      {conditions.length === 0 && <p className={css.none}>{t("noConditions")}</p>}
      <ul className={css.list}>
        {conditions.map((condition, at) => {
          const error = errorOf(`conditions.${at}`);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a condition is its place.
            <li key={at} className={css.action}>
              <span className={css.number} aria-hidden="true">
                {at + 1}
              </span>
              <div className={css.fields}>
                <div className={css.two}>
                  <NativeSelect
                    aria-label={t("conditionOf", { number: at + 1 })}
                    aria-invalid={error ? true : undefined}
                    value={condition.type}
                    options={CONDITION_TYPES.map((value) => ({ value, label: t(`conditions.${value}`) }))}
                    onValue={(type) => change(at, newCondition(type))}
                  />
                  <NativeSelect
                    aria-label={t("negatedOf", { number: at + 1 })}
                    value={condition.negated ? "not" : "is"}
                    options={[
                      { value: "is", label: t("holds") },
                      { value: "not", label: t("holdsNot") },
                    ]}
                    onValue={(how) => change(at, { ...condition, negated: how === "not" })}
                  />
                </div>
                <ConditionFields condition={condition} onChange={(next) => change(at, next)} />
                {error && (
                  <p className={css.error} role="alert">
                    {error}
                  </p>
                )}
              </div>
              <div className={css.buttons}>
                <IconButton
                  size="small"
                  label={t("removeCondition", { number: at + 1 })}
                  icon={Trash2}
                  onClick={() => onChange(conditions.filter((_, place) => place !== at))}
                />
              </div>
            </li>
          );
        })}
      </ul>
      {conditions.length < MOST_CONDITIONS && (
        <div>
          <Button
            size="small"
            icon={Plus}
            onClick={() => onChange([...conditions, newCondition("text_contains")])}
          >
            {t("addCondition")}
          </Button>
        </div>
      )}
    </fieldset>
  );
}
