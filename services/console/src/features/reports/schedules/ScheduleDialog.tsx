/** The form of a scheduled report: what is sent, when, and to whom. */

import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { readAgain } from "@/shared/api/queries";
import { isConflict, revisionOf } from "@/shared/api/revision";
import { useSubmit } from "@/shared/api/useSubmit";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Field } from "@/shared/ui/Field";
import { Select } from "@/shared/ui/Select";
import { TextInput } from "@/shared/ui/TextInput";
import { useLeaveGuard } from "@/shared/ui/useLeaveGuard";
import { createSchedule, type Schedule, type ScheduleBody, updateSchedule } from "./data";
import { FilterFields } from "./FilterFields";
import { RecipientsField } from "./RecipientsField";
import { bodyOf, filtersOf, formOf, MOST_RECIPIENTS, REPORTS } from "./rules";
import css from "./schedules.module.css";
import { TimingFields } from "./TimingFields";

const FIELDS = ["name", "report", "filters", "every", "weekday", "day", "hour", "recipientIds"] as const;

export function ScheduleDialog({ schedule, onClose }: { schedule?: Schedule; onClose: () => void }) {
  const t = useTranslations("reportsSchedules");
  const language = useLocale().startsWith("pt") ? "pt" : "en";
  // What somebody else changes meanwhile does not change what is typed here.
  const [before] = useState(() => formOf(schedule, language));
  const [form, setForm] = useState(before);
  const [revision, setRevision] = useState(schedule?.revision);
  const [isTheirs, setTheirs] = useState(false);
  const change = (changes: Partial<ScheduleBody>) => setForm((now) => ({ ...now, ...changes }));
  const isChanged = JSON.stringify(form) !== JSON.stringify(before);
  useLeaveGuard(isChanged);
  const sending = useSubmit(
    async () => {
      if (schedule) await updateSchedule(schedule.id, bodyOf(form), revision);
      else await createSchedule(bodyOf(form));
      onClose();
    },
    {
      fields: FIELDS,
      check: () => ({
        name: form.name.trim() === "" ? t("form.nameMissing") : undefined,
        recipientIds:
          form.recipientIds.length === 0
            ? t("form.recipientsMissing")
            : form.recipientIds.length > MOST_RECIPIENTS
              ? t("form.tooMany", { count: MOST_RECIPIENTS })
              : undefined,
      }),
      onError: (error) => {
        const found = isConflict(error) ? revisionOf(error) : undefined;
        if (found === undefined) return false;
        setRevision(found);
        setTheirs(true);
        void readAgain();
        return true;
      },
    },
  );
  const { errorOf } = sending;
  return (
    <Dialog
      open
      size="medium"
      title={schedule ? t("form.change") : t("create")}
      text={t("form.text")}
      modal={sending.busy}
      loss={isChanged ? "changes" : undefined}
      onClose={onClose}
      onSubmit={() => void sending.submit()}
      actions={
        <>
          <Button onClick={onClose} disabled={sending.busy}>
            {t("form.cancel")}
          </Button>
          <Button type="submit" variant="primary" busy={sending.busy}>
            {isTheirs ? t("form.overwrite") : schedule ? t("form.save") : t("form.create")}
          </Button>
        </>
      }
    >
      {isTheirs && (
        <Banner tone="warning" live title={t("form.theirs")}>
          {t("form.theirsText")}
        </Banner>
      )}
      {sending.problem && (
        <Banner tone="danger" live>
          {sending.problem}
        </Banner>
      )}
      <Field label={t("name")} error={errorOf("name")}>
        <TextInput
          maxLength={100}
          value={form.name}
          placeholder={t("form.namePlaceholder")}
          onValue={(name) => change({ name })}
        />
      </Field>
      <div className={css.pair}>
        <Field label={t("report")} error={errorOf("report")}>
          <Select
            value={form.report}
            onValue={(report) => change({ report })}
            options={REPORTS.map((value) => ({ value, label: t(`reports.${value}`) }))}
          />
        </Field>
        <Field label={t("format")}>
          <Select
            value={form.format}
            onValue={(format) => change({ format })}
            options={[
              { value: "xlsx", label: "Excel (XLSX)" },
              { value: "csv", label: "CSV" },
            ]}
          />
        </Field>
      </div>
      <FilterFields
        names={filtersOf(form.report)}
        filters={form.filters}
        onFilters={(filters) => change({ filters })}
        error={errorOf("filters")}
      />
      <TimingFields form={form} onChange={change} errorOf={errorOf} />
      <RecipientsField
        ids={form.recipientIds}
        known={schedule?.recipients ?? []}
        onIds={(recipientIds) => change({ recipientIds })}
        error={errorOf("recipientIds")}
      />
      <Field label={t("form.language")}>
        <Select
          value={form.language}
          onValue={(chosen) => change({ language: chosen })}
          options={[
            { value: "pt", label: "Português" },
            { value: "en", label: "English" },
          ]}
        />
      </Field>
    </Dialog>
  );
}
