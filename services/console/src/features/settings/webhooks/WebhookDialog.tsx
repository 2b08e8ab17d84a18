/** A webhook: its address, and what it is told of. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Checkbox, RadioGroup } from "@/shared/ui/Checkbox";
import { Field } from "@/shared/ui/Field";
import { NumberInput } from "@/shared/ui/NumberInput";
import { TextInput } from "@/shared/ui/TextInput";
import { FormDialog } from "../parts/FormDialog";
import { createWebhook, type EventType, updateWebhook, type Webhook } from "./data";
import { EVENT_GROUPS, GROUP_NAMES, isAddress } from "./rules";
import css from "./webhooks.module.css";

interface WebhookDialogProps {
  webhook?: Webhook;
  /** Gets the secret of a new one. */
  onSecret: (secret: string) => void;
  onClose: () => void;
}

export function WebhookDialog({ webhook, onSecret, onClose }: WebhookDialogProps) {
  const t = useTranslations("settingsWebhooks");
  const [url, setUrl] = useState(webhook?.url ?? "https://");
  const [description, setDescription] = useState(webhook?.description ?? "");
  const [scope, setScope] = useState<"all" | "some">(
    webhook && webhook.eventTypes.length === 0 ? "all" : "some",
  );
  const [types, setTypes] = useState<ReadonlySet<EventType>>(
    new Set(webhook?.eventTypes ?? ["message.created", "ticket.updated"]),
  );
  const [parallel, setParallel] = useState<number | null>(webhook?.parallel ?? 1);
  const toggle = (chosen: readonly EventType[], isOn: boolean) =>
    setTypes(new Set(isOn ? [...types, ...chosen] : [...types].filter((type) => !chosen.includes(type))));
  const send = async (revision: number | undefined) => {
    const body = {
      url: url.trim(),
      description: description.trim(),
      eventTypes: scope === "all" ? [] : [...types],
      parallel: parallel ?? 1,
    };
    if (webhook) await updateWebhook(webhook.id, body, revision);
    else onSecret(await createWebhook(body));
  };
  return (
    <FormDialog
      size="large"
      title={webhook ? t("change") : t("create")}
      action={webhook ? undefined : t("createAction")}
      fields={["url", "description", "eventTypes", "parallel"]}
      check={() => ({
        url: isAddress(url.trim()) ? undefined : t("urlWrong"),
        eventTypes: scope === "some" && types.size === 0 ? t("typesMissing") : undefined,
      })}
      values={[url, description, scope, [...types], parallel]}
      revision={webhook?.revision}
      onSend={send}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <Field label={t("url")} hint={t("urlHint")} error={errorOf("url")}>
            <TextInput
              type="url"
              dir="ltr"
              autoCapitalize="none"
              spellCheck={false}
              autoComplete="off"
              maxLength={2000}
              value={url}
              onValue={setUrl}
            />
          </Field>
          <Field label={t("description")} error={errorOf("description")} optional>
            <TextInput maxLength={200} value={description} onValue={setDescription} />
          </Field>
          <RadioGroup
            label={t("scope")}
            value={scope}
            onValue={setScope}
            options={(["some", "all"] as const).map((value) => ({
              value,
              label: t(`scopes.${value}`),
              hint: t(`scopeHints.${value}`),
            }))}
          />
          {errorOf("eventTypes") && (
            <p className={css.error} role="alert">
              {errorOf("eventTypes")}
            </p>
          )}
          {scope === "some" && (
            <div className={css.groups}>
              {GROUP_NAMES.map((group) => {
                const all: readonly EventType[] = EVENT_GROUPS[group];
                const count = all.filter((type) => types.has(type)).length;
                return (
                  <fieldset key={group} className={css.group}>
                    <legend className={css.legend}>{t(`groups.${group}`)}</legend>
                    <Checkbox
                      label={t("allOf")}
                      checked={count === all.length}
                      indeterminate={count > 0 && count < all.length}
                      onValue={(isOn) => toggle(all, isOn)}
                    />
                    {all.map((type) => (
                      <Checkbox
                        key={type}
                        className={css.type}
                        label={type}
                        checked={types.has(type)}
                        onValue={(isOn) => toggle([type], isOn)}
                      />
                    ))}
                  </fieldset>
                );
              })}
            </div>
          )}
          <Field label={t("parallel")} hint={t("parallelHint")} error={errorOf("parallel")}>
            <NumberInput min={1} max={10} value={parallel} onValue={setParallel} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
