/** Which messages are understood as wanting no campaigns, or wanting them again, and what is answered. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, ask } from "@/shared/api/client";
import { useMay } from "@/shared/api/session";
import { useSubmit } from "@/shared/api/useSubmit";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Switch } from "@/shared/ui/Checkbox";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Field } from "@/shared/ui/Field";
import { Skeleton } from "@/shared/ui/Skeleton";
import { TagInput } from "@/shared/ui/TagInput";
import { TextArea } from "@/shared/ui/TextInput";
import { toast } from "@/shared/ui/toast";
import { useLeaveGuard } from "@/shared/ui/useLeaveGuard";
import { Section } from "../Section";
import { type OptOutSettings, optOutKeys, settingsQuery } from "./data";
import css from "./optOuts.module.css";

const MAX_WORD = 40;
const MAX_ANSWER = 1000;

export function Keywords() {
  const query = useQuery(settingsQuery());
  if (query.isPending) return <Skeleton kind="block" height={240} />;
  if (!query.data)
    return (
      <ErrorBox error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
    );
  return <KeywordForm settings={query.data} />;
}

function KeywordForm({ settings }: { settings: OptOutSettings }) {
  const t = useTranslations("settingsOptOuts");
  const client = useQueryClient();
  // As the server has it: changing them is for those who administer the company.
  const mayChange = useMay("company:write");
  const [form, setForm] = useState(settings);
  const isChanged = JSON.stringify(form) !== JSON.stringify(settings);
  useLeaveGuard(isChanged);
  const { submit, busy, errorOf, problem } = useSubmit(
    async () => {
      const saved = await ask(api.PUT("/api/v1/opt-outs/settings", { body: form }));
      client.setQueryData(optOutKeys.settings, saved);
      setForm(saved);
      toast({ tone: "good", text: t("words.saved") });
    },
    {
      fields: ["leave", "return", "confirmLeave", "confirmReturn"],
      check: () => ({ leave: form.leave.length === 0 ? t("words.leaveMissing") : undefined }),
    },
  );
  return (
    <form className={css.form} noValidate onSubmit={(event) => void submit(event)}>
      <Section title={t("words.leave")} text={t("words.leaveText")}>
        <Field label={t("words.words")} error={errorOf("leave")} disabled={!mayChange}>
          <TagInput
            value={form.leave}
            onValue={(leave) => setForm({ ...form, leave })}
            maxLength={MAX_WORD}
            placeholder={t("words.add")}
          />
        </Field>
        <Answer
          label={t("words.confirm")}
          value={form.confirmLeave ?? null}
          onValue={(confirmLeave) => setForm({ ...form, confirmLeave })}
          error={errorOf("confirmLeave")}
          disabled={!mayChange}
        />
      </Section>
      <Section title={t("words.return")} text={t("words.returnText")}>
        <Field label={t("words.words")} error={errorOf("return")} disabled={!mayChange}>
          <TagInput
            value={form.return}
            onValue={(words) => setForm({ ...form, return: words })}
            maxLength={MAX_WORD}
            placeholder={t("words.add")}
          />
        </Field>
        <Answer
          label={t("words.confirm")}
          value={form.confirmReturn ?? null}
          onValue={(confirmReturn) => setForm({ ...form, confirmReturn })}
          error={errorOf("confirmReturn")}
          disabled={!mayChange}
        />
      </Section>
      {problem && <Banner tone="danger" live title={problem} />}
      {mayChange && (
        <div className={css.buttons}>
          <Button type="submit" variant="primary" busy={busy} disabled={!isChanged}>
            {t("words.save")}
          </Button>
          {isChanged && <Button onClick={() => setForm(settings)}>{t("words.undo")}</Button>}
        </div>
      )}
    </form>
  );
}

interface AnswerProps {
  label: string;
  value: NonNullable<OptOutSettings["confirmLeave"]> | null;
  onValue: (value: OptOutSettings["confirmLeave"]) => void;
  error?: string;
  disabled: boolean;
}

/** What is answered; without a text of one's own, the usual one. */
function Answer({ label, value, onValue, error, disabled }: AnswerProps) {
  const t = useTranslations("settingsOptOuts");
  return (
    <>
      <Switch
        label={label}
        checked={value !== null}
        disabled={disabled}
        onValue={(isOn) => onValue(isOn ? { text: null } : null)}
      />
      {value !== null && (
        <Field label={t("words.text")} hint={t("words.textHint")} error={error} disabled={disabled} optional>
          <TextArea
            rows={2}
            maxLength={MAX_ANSWER}
            value={value.text ?? ""}
            onValue={(text) => onValue({ text: text === "" ? null : text })}
          />
        </Field>
      )}
    </>
  );
}
