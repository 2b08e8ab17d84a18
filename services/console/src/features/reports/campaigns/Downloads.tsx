/** What a campaign's report can be taken away as. */

import { useNavigate, useSearch } from "@tanstack/react-router";
import { Download } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/shared/ui/Button";
import { Menu } from "@/shared/ui/Menu";
import { createExport } from "../schedules/data";
import { sharedSearch, validateReports } from "../search";
import { type CampaignReport, saveMessages, saveVariants } from "./data";
import { useSaving } from "./useSaving";

/** A workbook has this many rows at most; CSV has no limit. */
const MOST_ROWS = 200_000;

export function Downloads({ report }: { report: CampaignReport }) {
  const t = useTranslations("reportsCampaigns.downloads");
  const navigate = useNavigate();
  const search = useSearch({ strict: false, select: validateReports });
  const { isBusy, save } = useSaving();
  const inBackground = async () => {
    await createExport({ report: "campaign", campaignId: report.id, format: "csv" });
    await navigate({ to: "/reports/exports", search: { report: "campaigns", ...sharedSearch(search) } });
  };
  const isTooLarge = report.delivery.attempted > MOST_ROWS;
  return (
    <Menu
      align="end"
      trigger={
        <Button icon={Download} busy={isBusy}>
          {t("open")}
        </Button>
      }
      items={[
        ...(report.variants.length > 1
          ? [
              { label: t("variants"), onSelect: () => save(() => saveVariants(report.id, "xlsx")) },
              "separator" as const,
            ]
          : []),
        { label: t("csv"), hint: t("csvHint"), onSelect: () => save(() => saveMessages(report.id, "csv")) },
        {
          label: t("xlsx"),
          hint: isTooLarge ? t("tooLarge", { count: MOST_ROWS }) : t("xlsxHint"),
          disabled: isTooLarge,
          onSelect: () => save(() => saveMessages(report.id, "xlsx")),
        },
        { label: t("background"), hint: t("backgroundHint"), onSelect: () => save(inBackground) },
      ]}
    />
  );
}
