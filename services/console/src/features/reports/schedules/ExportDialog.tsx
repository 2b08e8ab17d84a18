/** What is exported: which rows, of which days, as which file. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { useSession } from "@/shared/api/session";
import { useSubmit } from "@/shared/api/useSubmit";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { RadioGroup } from "@/shared/ui/Checkbox";
import { Combobox } from "@/shared/ui/Combobox";
import type { ComboOption } from "@/shared/ui/comboboxSearch";
import { Dialog } from "@/shared/ui/Dialog";
import { Field } from "@/shared/ui/Field";
import { DateInput } from "@/shared/ui/NumberInput";
import { Select } from "@/shared/ui/Select";
import { periodOf, today } from "../period";
import { createExport, type FileFormat, useStartedCampaigns } from "./data";
import { FilterFields } from "./FilterFields";
import { EXPORTS, type ExportForm, exportBodyOf, filtersOf, NO_FILTERS, periodProblem } from "./rules";
import css from "./schedules.module.css";

export function ExportDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("reportsSchedules");
  const { company } = useSession();
  const day = today(company.timeZone);
  const [campaign, setCampaign] = useState<ComboOption | null>(null);
  const [form, setForm] = useState<ExportForm>(() => ({
    report: "tickets",
    format: "csv",
    ...periodOf({ days: 30 }, day),
    filters: NO_FILTERS,
  }));
  const change = (changes: Partial<ExportForm>) => setForm((now) => ({ ...now, ...changes }));
  const isOfCampaign = form.report === "campaign";
  const campaigns = useStartedCampaigns(isOfCampaign);
  const sending = useSubmit(
    async () => {
      await createExport(exportBodyOf(form, campaign?.value));
      onClose();
    },
    {
      fields: ["from", "to", "campaignId", "filters"],
      check: () => {
        if (isOfCampaign) return { campaignId: campaign ? undefined : t("exportForm.campaignMissing") };
        const problem = periodProblem(form);
        return { to: problem && t(`exportForm.${problem}`) };
      },
    },
  );
  const { errorOf } = sending;
  return (
    <Dialog
      open
      title={t("exports.create")}
      text={t("exportForm.text")}
      modal={sending.busy}
      onClose={onClose}
      onSubmit={() => void sending.submit()}
      actions={
        <>
          <Button onClick={onClose} disabled={sending.busy}>
            {t("form.cancel")}
          </Button>
          <Button type="submit" variant="primary" busy={sending.busy}>
            {t("exportForm.start")}
          </Button>
        </>
      }
    >
      {sending.problem && (
        <Banner tone="danger" live>
          {sending.problem}
        </Banner>
      )}
      <RadioGroup
        label={t("exports.what")}
        value={form.report}
        onValue={(report) => change({ report })}
        options={EXPORTS.map((value) => ({
          value,
          label: t(`exports.reports.${value}`),
          hint: t(`exportForm.hints.${value}`),
        }))}
      />
      {isOfCampaign ? (
        <Field
          label={t("exportForm.campaign")}
          error={errorOf("campaignId") ?? (campaigns.error ? t("exportForm.campaignsFailed") : undefined)}
        >
          <Combobox value={campaign} onValue={setCampaign} options={campaigns.data ?? []} />
        </Field>
      ) : (
        <>
          <div className={css.pair}>
            <Field label={t("exportForm.from")} error={errorOf("from")}>
              <DateInput max={day} value={form.from} onValue={(from) => change({ from })} />
            </Field>
            <Field label={t("exportForm.to")} error={errorOf("to")}>
              <DateInput max={day} value={form.to} onValue={(to) => change({ to })} />
            </Field>
          </div>
          <FilterFields
            names={filtersOf("daily")}
            filters={form.filters}
            onFilters={(filters) => change({ filters })}
            error={errorOf("filters")}
          />
        </>
      )}
      <Field label={t("format")} hint={form.format === "xlsx" && t("exportForm.workbook")}>
        <Select<FileFormat>
          value={form.format}
          onValue={(format) => change({ format })}
          options={[
            { value: "csv", label: "CSV" },
            { value: "xlsx", label: "Excel (XLSX)" },
          ]}
        />
      </Field>
    </Dialog>
  );
}
