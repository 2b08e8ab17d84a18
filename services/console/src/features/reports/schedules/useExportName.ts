/** What an export is of, in words: its kind, and the period or the campaign. */

import { useTranslations } from "use-intl";
import { useDayWords } from "../useDayWords";
import { type Export, useStartedCampaigns } from "./data";

export function useExportName(
  rows: readonly Export[] = [],
): (row: Export) => { title: string; text: string } {
  const t = useTranslations("reportsSchedules.exports");
  const { short: day } = useDayWords();
  const campaigns = useStartedCampaigns(rows.some(({ campaignId }) => campaignId !== null));
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
