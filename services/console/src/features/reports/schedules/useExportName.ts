/** What an export is of, in words: its kind, and the period or the campaign. */

import { useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import { type Export, useStartedCampaigns } from "./data";

export function useExportName(
  rows: readonly Export[] = [],
): (row: Export) => { title: string; text: string } {
  const t = useTranslations("reportsSchedules.exports");
  const format = useFormat();
  const campaigns = useStartedCampaigns(rows.some(({ campaignId }) => campaignId !== null));
  // A day has no zone: it is the same one everywhere.
  const day = (date: string) => format.date(`${date}T12:00:00`);
  return ({ report, format: kind, firstDay, lastDay, campaignId }) => ({
    title: t(`reports.${report}`),
    text: [
      campaigns.data?.find(({ value }) => value === campaignId)?.label,
      firstDay && lastDay && (firstDay === lastDay ? day(firstDay) : `${day(firstDay)} – ${day(lastDay)}`),
      kind === "csv" ? "CSV" : "Excel",
    ]
      .filter(Boolean)
      .join(" · "),
  });
}
