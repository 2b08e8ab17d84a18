/** Actions in their order: each can be changed, moved and taken away. One editor for macros and automations. */

import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/shared/ui/Button";
import { IconButton } from "@/shared/ui/IconButton";
import { NativeSelect } from "@/shared/ui/NativeSelect";
import { ActionFields } from "./ActionFields";
import { ACTION_TYPES, type Action, type ActionType, MOST_ACTIONS, newAction } from "./actions";
import css from "./actions.module.css";

interface ActionsEditorProps {
  actions: readonly Action[];
  onChange: (actions: Action[]) => void;
  /** Those that are not offered: automations have nobody who takes a ticket. */
  without?: readonly ActionType[];
  /** What is wrong with one, by its place: `actions.0.tagId`. */
  errorOf: (field: string) => string | undefined;
}

export function ActionsEditor({ actions, onChange, without = [], errorOf }: ActionsEditorProps) {
  const t = useTranslations("settingsActions");
  const types = ACTION_TYPES.filter((type) => !without.includes(type));
  const change = (at: number, action: Action) =>
    onChange(actions.map((one, place) => (place === at ? action : one)));
  const swap = (at: number, with_: number) => {
    const next = [...actions];
    const [own, other] = [next[at], next[with_]];
    if (!own || !other) return;
    next[at] = other;
    next[with_] = own;
    onChange(next);
  };
  return (
    <fieldset className={css.editor}>
      <legend className={css.legend}>{t("title")}</legend>
      <ol className={css.list}>
        {actions.map((action, at) => {
          const error = errorOf(`actions.${at}`);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: an action is its place in the order.
            <li key={at} className={css.action}>
              <span className={css.number} aria-hidden="true">
                {at + 1}
              </span>
              <div className={css.fields}>
                <NativeSelect
                  aria-label={t("actionOf", { number: at + 1 })}
                  aria-invalid={error ? true : undefined}
                  value={action.type}
                  options={types.map((value) => ({ value, label: t(`types.${value}`) }))}
                  onValue={(type) => change(at, newAction(type))}
                />
                <ActionFields action={action} onChange={(next) => change(at, next)} />
                {error && (
                  <p className={css.error} role="alert">
                    {error}
                  </p>
                )}
              </div>
              <div className={css.buttons}>
                <IconButton
                  size="small"
                  label={t("up", { number: at + 1 })}
                  icon={ArrowUp}
                  disabled={at === 0}
                  onClick={() => swap(at, at - 1)}
                />
                <IconButton
                  size="small"
                  label={t("down", { number: at + 1 })}
                  icon={ArrowDown}
                  disabled={at === actions.length - 1}
                  onClick={() => swap(at, at + 1)}
                />
                <IconButton
                  size="small"
                  label={t("remove", { number: at + 1 })}
                  icon={Trash2}
                  disabled={actions.length === 1}
                  onClick={() => onChange(actions.filter((_, place) => place !== at))}
                />
              </div>
            </li>
          );
        })}
      </ol>
      {actions.length < MOST_ACTIONS && (
        <div>
          <Button
            size="small"
            icon={Plus}
            onClick={() => onChange([...actions, newAction(types[0] ?? "assign")])}
          >
            {t("add")}
          </Button>
        </div>
      )}
    </fieldset>
  );
}
