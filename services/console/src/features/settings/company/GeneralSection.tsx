/** Name, language, time zone, and how long a closed ticket is opened again by its customer. */

import { useMemo, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { useMay, useSession } from "@/shared/api/session";
import { useSubmit } from "@/shared/api/useSubmit";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Field } from "@/shared/ui/Field";
import { NativeSelect } from "@/shared/ui/NativeSelect";
import { NumberInput } from "@/shared/ui/NumberInput";
import { TextInput } from "@/shared/ui/TextInput";
import { toast } from "@/shared/ui/toast";
import { useLeaveGuard } from "@/shared/ui/useLeaveGuard";
import { Section } from "../Section";
import css from "./company.module.css";
import { changeCompany } from "./data";
import { zoneOptions } from "./zones";

const LOCALES = ["pt-BR", "en"];

export function GeneralSection() {
  const t = useTranslations("settingsCompany");
  const { company } = useSession();
  const mayWrite = useMay("company:write");
  const shownIn = useLocale();
  const [name, setName] = useState(company.name);
  const [locale, setLocale] = useState(company.locale);
  const [timeZone, setTimeZone] = useState(company.timeZone);
  const [reopenHours, setReopenHours] = useState<number | null>(company.reopenHours);
  const zones = useMemo(
    () => zoneOptions(shownIn, { brazil: t("general.brazil"), others: t("general.others") }),
    [shownIn, t],
  );
  const isChanged =
    name !== company.name ||
    locale !== company.locale ||
    timeZone !== company.timeZone ||
    reopenHours !== company.reopenHours;
  useLeaveGuard(isChanged);
  const save = useSubmit(
    async () => {
      await changeCompany({ name, locale, timeZone, reopenHours: reopenHours ?? company.reopenHours });
      toast({ tone: "good", text: t("general.saved") });
    },
    {
      fields: ["name", "locale", "timeZone", "reopenHours"],
      check: () => ({
        name: name.trim() === "" ? t("general.nameMissing") : undefined,
        reopenHours: reopenHours === null ? t("general.reopenMissing") : undefined,
      }),
    },
  );
  const languages = [...new Set([...LOCALES, company.locale])];
  return (
    <Section title={t("general.title")}>
      <form className={css.form} onSubmit={save.submit} noValidate>
        {save.problem && (
          <Banner tone="danger" live>
            {save.problem}
          </Banner>
        )}
        <Field label={t("general.name")} error={save.errorOf("name")} disabled={!mayWrite}>
          <TextInput autoComplete="organization" maxLength={120} value={name} onValue={setName} />
        </Field>
        <div className={css.pair}>
          <Field
            label={t("general.locale")}
            hint={t("general.localeHint")}
            error={save.errorOf("locale")}
            disabled={!mayWrite}
          >
            <NativeSelect
              value={locale}
              onValue={setLocale}
              options={languages.map((value) => ({ value, label: languageName(value, shownIn) }))}
            />
          </Field>
          <Field
            label={t("general.timeZone")}
            hint={t("general.timeZoneHint")}
            error={save.errorOf("timeZone")}
            disabled={!mayWrite}
          >
            <NativeSelect value={timeZone} onValue={setTimeZone} options={zones} />
          </Field>
        </div>
        <Field
          label={t("general.reopen")}
          hint={t("general.reopenHint")}
          error={save.errorOf("reopenHours")}
          className={css.number}
          disabled={!mayWrite}
        >
          <NumberInput min={0} max={8760} value={reopenHours} onValue={setReopenHours} />
        </Field>
        {mayWrite && (
          <div>
            <Button type="submit" variant="primary" busy={save.busy} disabled={!isChanged}>
              {t("save")}
            </Button>
          </div>
        )}
      </form>
    </Section>
  );
}

function languageName(tag: string, shownIn: string): string {
  const name = new Intl.DisplayNames([shownIn], { type: "language" }).of(tag) ?? tag;
  return name.charAt(0).toLocaleUpperCase(shownIn) + name.slice(1);
}
