/** Takes a report away: as a file for spreadsheets, or on paper. */

import { Download, Printer } from "lucide-react";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { useProblemWords } from "@/shared/api/words";
import { Button } from "@/shared/ui/Button";
import { Menu, type MenuItem } from "@/shared/ui/Menu";
import { toast } from "@/shared/ui/toast";
import type { Asked } from "./asked";
import { type FileFormat, type ReportFile, saveReport } from "./files";

interface ReportActionsProps {
  files: readonly ReportFile[];
  asked: Asked;
}

export function ReportActions({ files, asked }: ReportActionsProps) {
  const t = useTranslations("reports.files");
  const words = useProblemWords();
  const isBrazilian = useLocale().startsWith("pt");
  const [isBusy, setBusy] = useState(false);
  const save = async (file: ReportFile, format: FileFormat) => {
    setBusy(true);
    try {
      await saveReport(file, format, asked, isBrazilian);
    } catch (error) {
      toast({ text: words(error), tone: "danger" });
    } finally {
      setBusy(false);
    }
  };
  const items: MenuItem[] = files.flatMap((file): MenuItem[] => [
    ...(files.length > 1 ? [{ heading: t(`of.${file}`) }] : []),
    ...(["xlsx", "csv"] as const).map((format) => ({
      label: t(format),
      onSelect: () => void save(file, format),
    })),
  ]);
  return (
    <>
      <Menu
        trigger={
          <Button icon={Download} busy={isBusy}>
            {t("download")}
          </Button>
        }
        items={items}
      />
      <Button icon={Printer} onClick={() => window.print()}>
        {t("print")}
      </Button>
    </>
  );
}
