/** When it is sent, in which hours, and how fast. */

import { useTimeZone, useTranslations } from "use-intl";
import { useFieldWords } from "@/shared/api/words";
import { Banner } from "@/shared/ui/Banner";
import { RadioGroup } from "@/shared/ui/Checkbox";
import { Field } from "@/shared/ui/Field";
import { DateTimeInput, NumberInput } from "@/shared/ui/NumberInput";
import { Select } from "@/shared/ui/Select";
import { TextInput } from "@/shared/ui/TextInput";
import css from "./CampaignForm.module.css";
import { DayPicker, Hours } from "./Hours";
import type { RepeatForm, TimingForm } from "./timing";
import type { CampaignFormState } from "./useCampaignForm";

type WhenStepProps = Pick<CampaignFormState, "form" | "change" | "error">;

export function WhenStep({ form, change, error }: WhenStepProps) {
  const t = useTranslations("campaigns");
  const fieldWords = useFieldWords();
  const zone = useTimeZone();
  const { timing, pace } = form;
  const set = (next: Partial<TimingForm>) => change("timing", { ...timing, ...next });
  const setPace = (next: Partial<typeof pace>) => change("pace", { ...pace, ...next });
  const wrong = (name: string) => {
    const field = error?.fields[name];
    return field && fieldWords(field);
  };
  const others = Object.entries(error?.fields ?? {}).filter(([path]) => path.startsWith("windows"));
  return (
    <div className={css.fields}>
      <section className={css.card} aria-label={t("when.start")}>
        <RadioGroup
          label={t("when.start")}
          look="cards"
          value={timing.start}
          onValue={(start) => set({ start })}
          options={(["now", "later", "repeat"] as const).map((start) => ({
            value: start,
            label: t(`when.starts.${start}`),
            hint: t(`when.startHints.${start}`),
          }))}
        />
        {timing.start === "later" && (
          <Field
            label={t("when.at")}
            hint={t("when.zone", { zone: zone ?? "UTC" })}
            error={wrong("scheduledAt") ?? (timing.scheduledAt === null ? t("when.atMissing") : undefined)}
          >
            <DateTimeInput
              className={css.clockLong}
              min={new Date().toISOString()}
              value={timing.scheduledAt}
              onValue={(scheduledAt) => set({ scheduledAt })}
            />
          </Field>
        )}
        {timing.start === "repeat" && (
          <Repeat
            repeat={timing.repeat}
            onRepeat={(repeat) => set({ repeat })}
            error={wrong("cron")}
            zone={zone ?? "UTC"}
          />
        )}
        {timing.start === "repeat" && (
          <div className={css.two}>
            <Field label={t("when.endsAt")} optional error={wrong("endsAt")}>
              <DateTimeInput value={timing.endsAt} onValue={(endsAt) => set({ endsAt })} />
            </Field>
            <Field label={t("when.maxRuns")} optional error={wrong("maxRuns")}>
              <NumberInput
                min={1}
                max={10_000}
                value={timing.maxRuns}
                onValue={(maxRuns) => set({ maxRuns })}
              />
            </Field>
          </div>
        )}
      </section>

      <section className={css.card} aria-labelledby="hours-title">
        <div>
          <h2 id="hours-title" className={css.cardTitle}>
            {t("when.hours")}
          </h2>
          <p className={css.cardText}>{t("when.hoursText")}</p>
        </div>
        <Hours windows={pace.windows} onWindows={(windows) => setPace({ windows })} />
        {others.length > 0 && (
          <Banner tone="danger">{others.map(([, field]) => fieldWords(field)).join(" ")}</Banner>
        )}
        {pace.windows.length > 0 && (
          <RadioGroup
            label={t("when.windowZone")}
            value={pace.windowZone}
            onValue={(windowZone) => setPace({ windowZone })}
            options={[
              { value: "campaign", label: t("when.zoneCampaign", { zone: zone ?? "UTC" }) },
              { value: "recipient", label: t("when.zoneRecipient"), hint: t("when.zoneRecipientHint") },
            ]}
          />
        )}
      </section>

      <section className={css.card} aria-labelledby="pace-title">
        <div>
          <h2 id="pace-title" className={css.cardTitle}>
            {t("when.pace")}
          </h2>
          <p className={css.cardText}>{t("when.paceText")}</p>
        </div>
        <div className={css.two}>
          <Field
            label={t("when.maxPerDay")}
            optional
            hint={t("when.maxPerDayHint")}
            error={wrong("maxPerDay")}
          >
            <NumberInput
              min={1}
              max={1_000_000}
              value={pace.maxPerDay}
              onValue={(maxPerDay) => setPace({ maxPerDay })}
            />
          </Field>
          <Field label={t("when.rate")} optional hint={t("when.rateHint")} error={wrong("messagesPerSecond")}>
            <NumberInput
              min={0.1}
              max={1000}
              step={0.1}
              value={pace.messagesPerSecond}
              onValue={(messagesPerSecond) => setPace({ messagesPerSecond })}
            />
          </Field>
          <Field
            label={t("when.pauseAt")}
            optional
            hint={t("when.pauseAtHint")}
            error={wrong("pauseErrorRate")}
          >
            <NumberInput
              min={1}
              max={100}
              value={pace.pauseErrorRate === null ? null : Math.round(pace.pauseErrorRate * 100)}
              onValue={(percent) => setPace({ pauseErrorRate: percent === null ? null : percent / 100 })}
            />
          </Field>
        </div>
      </section>
    </div>
  );
}

interface RepeatProps {
  repeat: RepeatForm;
  onRepeat: (repeat: RepeatForm) => void;
  error?: string;
  zone: string;
}

function Repeat({ repeat, onRepeat, error, zone }: RepeatProps) {
  const t = useTranslations("campaigns");
  const set = (next: Partial<RepeatForm>) => onRepeat({ ...repeat, ...next });
  return (
    <>
      <div className={css.line}>
        <Field label={t("when.every")}>
          <Select
            inline
            value={repeat.every}
            onValue={(every) => set({ every })}
            options={(["day", "week", "month", "custom"] as const).map((every) => ({
              value: every,
              label: t(`when.everys.${every}`),
            }))}
          />
        </Field>
        {repeat.every === "month" && (
          <Field label={t("when.dayOfMonth")}>
            <NumberInput
              className={css.small}
              min={1}
              max={28}
              value={repeat.dayOfMonth}
              onValue={(day) => set({ dayOfMonth: Math.min(28, Math.max(1, day ?? 1)) })}
            />
          </Field>
        )}
        {repeat.every === "custom" ? (
          <Field label={t("when.cron")} hint={t("when.cronHint")} error={error}>
            <TextInput
              dir="ltr"
              maxLength={100}
              placeholder="0 9 * * 1"
              value={repeat.cron}
              onValue={(cron) => set({ cron })}
            />
          </Field>
        ) : (
          <Field label={t("when.time")} hint={t("when.zone", { zone })} error={error}>
            <TextInput
              type="time"
              className={css.clock}
              value={repeat.time}
              onValue={(time) => set({ time })}
            />
          </Field>
        )}
      </div>
      {repeat.every === "week" && (
        <DayPicker label={t("when.days")} days={repeat.days} onDays={(days) => set({ days })} />
      )}
    </>
  );
}
