/** When a report is sent, and which days it is about then. */

import { useLocale, useTranslations } from "use-intl";
import { useSession } from "@/shared/api/session";
import { RadioGroup } from "@/shared/ui/Checkbox";
import { Field } from "@/shared/ui/Field";
import { Select } from "@/shared/ui/Select";
import type { ScheduleBody } from "./data";
import { clockOf, EVERY, HOURS, WEEKDAYS, weekdayName } from "./rules";
import css from "./schedules.module.css";

const DAYS = Array.from({ length: 31 }, (_, place) => place + 1);

interface TimingFieldsProps {
  form: ScheduleBody;
  onChange: (changes: Partial<ScheduleBody>) => void;
  errorOf: (field: string) => string | undefined;
}

export function TimingFields({ form, onChange, errorOf }: TimingFieldsProps) {
  const t = useTranslations("reportsSchedules");
  const locale = useLocale();
  const { company } = useSession();
  return (
    <>
      <RadioGroup
        label={t("form.every")}
        value={form.every}
        onValue={(every) => onChange({ every })}
        options={EVERY.map((value) => ({
          value,
          label: t(`form.everies.${value}`),
          hint: t(`form.about.${value}`),
        }))}
      />
      <div className={css.pair}>
        {form.every === "weekly" && (
          <Field label={t("form.weekday")} error={errorOf("weekday")}>
            <Select
              value={String(form.weekday ?? 1)}
              onValue={(weekday) => onChange({ weekday: Number(weekday) })}
              options={WEEKDAYS.map((day) => ({ value: String(day), label: weekdayName(day, locale) }))}
            />
          </Field>
        )}
        {form.every === "monthly" && (
          <Field
            label={t("form.day")}
            error={errorOf("day")}
            hint={(form.day ?? 1) > 28 && t("form.dayHint")}
          >
            <Select
              value={String(form.day ?? 1)}
              onValue={(day) => onChange({ day: Number(day) })}
              options={DAYS.map((day) => ({ value: String(day), label: String(day) }))}
            />
          </Field>
        )}
        <Field
          label={t("form.hour")}
          error={errorOf("hour")}
          hint={t("form.zone", { zone: company.timeZone })}
        >
          <Select
            value={String(form.hour)}
            onValue={(hour) => onChange({ hour: Number(hour) })}
            options={HOURS.map((hour) => ({ value: String(hour), label: clockOf(hour) }))}
          />
        </Field>
      </div>
    </>
  );
}
