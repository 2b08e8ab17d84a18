/** What a campaign's report can be taken away as. */

import { Download } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useProblemWords } from "@/shared/api/words";
import { Button } from "@/shared/ui/Button";
import { Menu } from "@/shared/ui/Menu";
import { toast } from "@/shared/ui/toast";
import { type CampaignReport, saveMessages } from "./data";

/** A workbook has this many rows at most; CSV has no limit. */
const MOST_ROWS = 200_000;

export function Downloads({ report }: { report: CampaignReport }) {
  const t = useTranslations("reportsCampaigns.downloads");
  const words = useProblemWords();
  const [isBusy, setBusy] = useState(false);
  const save = (saving: () => Promise<void>) => {
    setBusy(true);
    saving()
      .catch((error) => toast({ text: words(error), tone: "danger" }))
      .finally(() => setBusy(false));
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
        { label: t("csv"), hint: t("csvHint"), onSelect: () => save(() => saveMessages(report.id, "csv")) },
        {
          label: t("xlsx"),
          hint: isTooLarge ? t("tooLarge", { count: MOST_ROWS }) : t("xlsxHint"),
          disabled: isTooLarge,
          onSelect: () => save(() => saveMessages(report.id, "xlsx")),
        },
      ]}
    />
  );
}
