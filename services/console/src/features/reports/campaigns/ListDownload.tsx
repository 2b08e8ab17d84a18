/** The list of campaigns as a file: a row for each, with its figures. */

import { Download } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/shared/ui/Button";
import { Menu } from "@/shared/ui/Menu";
import { type Listed, saveList } from "./data";
import { useSaving } from "./useSaving";

export function ListDownload({ listed }: { listed: Listed }) {
  const t = useTranslations("reportsCampaigns.downloads");
  const { isBusy, save } = useSaving();
  return (
    <Menu
      align="end"
      trigger={
        <Button icon={Download} busy={isBusy}>
          {t("list")}
        </Button>
      }
      items={[
        { label: "Excel (XLSX)", onSelect: () => save(() => saveList(listed, "xlsx")) },
        { label: "CSV", onSelect: () => save(() => saveList(listed, "csv")) },
      ]}
    />
  );
}
