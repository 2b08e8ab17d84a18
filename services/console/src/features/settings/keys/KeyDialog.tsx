/** Making a key: its name, how long it works, and what it may do. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { isProblem } from "@/shared/api/problems";
import { useSession } from "@/shared/api/session";
import { useSubmit } from "@/shared/api/useSubmit";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Checkbox } from "@/shared/ui/Checkbox";
import { Dialog } from "@/shared/ui/Dialog";
import { Field } from "@/shared/ui/Field";
import { NativeSelect } from "@/shared/ui/NativeSelect";
import { TextInput } from "@/shared/ui/TextInput";
import { type CreatedKey, useKeyActions } from "./data";
import css from "./keys.module.css";
import { type Scope, scopesToGive, wordsOfScope } from "./scopes";

interface KeyDialogProps {
  onClose: () => void;
  onCreated: (key: CreatedKey) => void;
}

const LIVES = ["never", "30", "90", "365", "730"] as const;
type Life = (typeof LIVES)[number];
const DAY_MS = 24 * 60 * 60 * 1000;
/** The server takes two years at most, by its own clock. */
const MARGIN_MS = 60 * 60 * 1000;

function expiry(life: Life, now: number): string | undefined {
  return life === "never" ? undefined : new Date(now + Number(life) * DAY_MS - MARGIN_MS).toISOString();
}

export function KeyDialog({ onClose, onCreated }: KeyDialogProps) {
  const t = useTranslations("settingsKeys");
  const { permissions } = useSession();
  const actions = useKeyActions();
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const [name, setName] = useState("");
  const [life, setLife] = useState<Life>("365");
  const [scopes, setScopes] = useState<ReadonlySet<Scope>>(new Set());
  const create = useSubmit(
    async () => {
      const body = { name, scopes: [...scopes], expiresAt: expiry(life, Date.now()) };
      onCreated(await actions.create(body, idempotencyKey));
    },
    {
      fields: ["name", "scopes", "expiresAt"],
      check: () => ({
        name: name.trim() === "" ? t("create.nameMissing") : undefined,
        scopes: scopes.size === 0 ? t("create.scopesMissing") : undefined,
      }),
    },
  );
  const toggle = (scope: Scope) => (isChosen: boolean) => {
    const next = new Set(scopes);
    if (isChosen) next.add(scope);
    else next.delete(scope);
    setScopes(next);
  };
  const isLost = isProblem(create.error, "idempotency-answer-not-kept");
  const scopeError = create.errorOf("scopes");
  return (
    <Dialog
      open
      size="large"
      title={t("create.title")}
      text={t("create.text")}
      onClose={onClose}
      onSubmit={() => void create.submit()}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" variant="primary" busy={create.busy} disabled={isLost}>
            {t("create.action")}
          </Button>
        </>
      }
    >
      <div className={css.form}>
        {(isLost || create.problem) && (
          <Banner tone="danger" live>
            {isLost ? t("create.lost") : create.problem}
          </Banner>
        )}
        <div className={css.pair}>
          <Field label={t("create.name")} hint={t("create.nameHint")} error={create.errorOf("name")} required>
            <TextInput maxLength={120} autoComplete="off" value={name} onValue={setName} />
          </Field>
          <Field label={t("create.life")} error={create.errorOf("expiresAt")}>
            <NativeSelect
              value={life}
              onValue={setLife}
              options={LIVES.map((value) => ({ value, label: t(`create.lives.${value}`) }))}
            />
          </Field>
        </div>
        <fieldset className={css.allScopes} aria-invalid={scopeError ? true : undefined} tabIndex={-1}>
          <legend>{t("create.scopes")}</legend>
          {scopeError && (
            <p className={css.error} role="alert">
              {scopeError}
            </p>
          )}
          <div className={css.groups}>
            {scopesToGive(permissions).map((group) => (
              <fieldset key={group.id} className={css.group}>
                <legend>{t(`groups.${group.id}`)}</legend>
                {group.scopes.map((scope) => (
                  <Checkbox
                    key={scope}
                    label={t(`scopes.${wordsOfScope(scope)}` as never)}
                    checked={scopes.has(scope)}
                    onValue={toggle(scope)}
                  />
                ))}
              </fieldset>
            ))}
          </div>
        </fieldset>
      </div>
    </Dialog>
  );
}
