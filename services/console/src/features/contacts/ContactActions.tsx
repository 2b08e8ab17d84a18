/** What stands beside the heading of contacts: imports, exports, a new one. */

import { Download, FileUp, Plus, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { Button } from "@/shared/ui/Button";
import { ButtonLink } from "@/shared/ui/ButtonLink";
import { Menu } from "@/shared/ui/Menu";
import { toast } from "@/shared/ui/toast";
import { exportContacts } from "./jobs";
import { filterOf } from "./rules";
import type { ContactsSearch } from "./search";

interface ContactActionsProps {
  search: ContactsSearch;
  onNew: () => void;
}

export function ContactActions({ search, onNew }: ContactActionsProps) {
  const t = useTranslations("contacts");
  const words = useProblemWords();
  const mayWrite = useMay("contacts:write");
  const mayImport = useMay("contacts:import");
  const mayManage = useMay("contacts:manage");
  const [isExporting, setExporting] = useState(false);
  const download = (format: "csv" | "xlsx") => {
    setExporting(true);
    exportContacts({ ...filterOf(search), format })
      .catch((error: unknown) => toast({ text: words(error), tone: "danger" }))
      .finally(() => setExporting(false));
  };
  return (
    <>
      {mayImport && (
        <>
          <Menu
            trigger={
              <Button icon={Download} busy={isExporting} disabled={Boolean(search.segment)}>
                {t("actions.export")}
              </Button>
            }
            items={[
              {
                label: t("actions.exportCsv"),
                hint: t("actions.exportHint"),
                onSelect: () => download("csv"),
              },
              { label: t("actions.exportXlsx"), onSelect: () => download("xlsx") },
            ]}
          />
          <ButtonLink to="/contacts/imports/{-$importId}" params={{}} icon={FileUp}>
            {t("actions.import")}
          </ButtonLink>
        </>
      )}
      {mayManage && (
        <ButtonLink to="/contacts/deleted" icon={ShieldCheck}>
          {t("actions.deleted")}
        </ButtonLink>
      )}
      {mayWrite && (
        <Button variant="primary" icon={Plus} onClick={onNew}>
          {t("actions.new")}
        </Button>
      )}
    </>
  );
}
