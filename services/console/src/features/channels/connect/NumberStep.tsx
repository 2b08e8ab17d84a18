/** Which number it is: its ids at Meta, and what the team calls it. */

import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import type { Channel } from "@/shared/api/lookups";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Field } from "@/shared/ui/Field";
import { TextInput } from "@/shared/ui/TextInput";
import css from "../channels.module.css";
import { Guide } from "./Guide";
import { digits, idProblem, type NumberForm } from "./numberForm";

interface NumberStepProps {
  form: NumberForm;
  onChange: (form: NumberForm) => void;
  /** The channel, once it was made: its number cannot change. */
  channel: Channel | undefined;
  onNext: () => void;
}

export function NumberStep({ form, onChange, channel, onNext }: NumberStepProps) {
  const t = useTranslations("channels.connectGuide");
  const [isChecked, setChecked] = useState(false);
  const bold = { b: (words: ReactNode) => <b>{words}</b> };
  const set = (changes: Partial<NumberForm>) => onChange({ ...form, ...changes });
  const number = idProblem(form.phoneNumberId, form.displayPhone);
  const account = idProblem(form.wabaId, form.displayPhone);
  const name = form.name.trim() === "" ? t("missing") : undefined;
  const next = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    setChecked(true);
    if (!number && !account && !name) onNext();
    else {
      const { currentTarget } = event;
      setTimeout(() => currentTarget.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
    }
  };
  if (channel) {
    return (
      <>
        <Banner tone="info" title={channel.name}>
          {t("number.made", { id: channel.phoneNumberId })}
        </Banner>
        <div>
          <Button variant="primary" onClick={onNext}>
            {t("next")}
          </Button>
        </div>
      </>
    );
  }
  return (
    <>
      <Guide
        title={t("number.title")}
        text={t("number.text")}
        href="https://developers.facebook.com/apps"
        link={t("app.link")}
        steps={[t.rich("number.setup", bold), t.rich("number.add", bold), t.rich("number.copy", bold)]}
      />
      <form className={css.stack} noValidate onSubmit={next}>
        <Field label={t("number.name")} hint={t("number.nameHint")} error={isChecked ? (name ?? null) : null}>
          <TextInput dir="auto" maxLength={100} value={form.name} onValue={(value) => set({ name: value })} />
        </Field>
        <div className={css.pair}>
          <Field
            label={t("number.phoneNumberId")}
            hint={t("number.phoneNumberIdHint")}
            error={isChecked && number ? t(`number.problems.${number}`) : null}
          >
            <TextInput
              dir="ltr"
              inputMode="numeric"
              maxLength={40}
              autoComplete="off"
              value={form.phoneNumberId}
              onValue={(value) => set({ phoneNumberId: digits(value).slice(0, 32) })}
            />
          </Field>
          <Field
            label={t("number.wabaId")}
            hint={t("number.wabaIdHint")}
            error={isChecked && account ? t(`number.problems.${account}`) : null}
          >
            <TextInput
              dir="ltr"
              inputMode="numeric"
              maxLength={40}
              autoComplete="off"
              value={form.wabaId}
              onValue={(value) => set({ wabaId: digits(value).slice(0, 32) })}
            />
          </Field>
        </div>
        <Field label={t("number.phone")} hint={t("number.phoneHint")} optional>
          <TextInput
            dir="ltr"
            type="tel"
            maxLength={32}
            value={form.displayPhone}
            onValue={(value) => set({ displayPhone: value })}
          />
        </Field>
        <div>
          <Button type="submit" variant="primary">
            {t("next")}
          </Button>
        </div>
      </form>
    </>
  );
}
