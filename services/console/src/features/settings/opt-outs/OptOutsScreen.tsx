/** Who wants no campaigns: the list, additions, files; and which words customers say it with. */

import { Download, FileUp, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "@/shared/api/client";
import { saveFile } from "@/shared/api/download";
import { useMay } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { Button } from "@/shared/ui/Button";
import { ForbiddenPage } from "@/shared/ui/ForbiddenPage";
import { Tabs } from "@/shared/ui/Tabs";
import { toast } from "@/shared/ui/toast";
import { SettingsPage } from "../SettingsPage";
import { AddOptOut } from "./AddOptOut";
import { type OptOutFilter, queryOf } from "./data";
import { ImportOptOuts } from "./ImportOptOuts";
import { Keywords } from "./Keywords";
import { OptOutList } from "./OptOutList";

export function OptOutsScreen() {
  const t = useTranslations("settingsOptOuts");
  const words = useProblemWords();
  const mayRead = useMay("optouts:read");
  const mayWrite = useMay("optouts:write");
  const [tab, setTab] = useState<"list" | "words">("list");
  const [wasOpened, setOpened] = useState(false);
  const [filter, setFilter] = useState<OptOutFilter>({});
  const [open, setOpen] = useState<"add" | "import">();
  if (!mayRead) return <ForbiddenPage title={t("title")} />;
  const save = () =>
    saveFile(api.POST("/api/v1/opt-outs/export", { params: { query: queryOf(filter) } })).catch(
      (error: unknown) => toast({ tone: "danger", text: words(error) }),
    );
  return (
    <SettingsPage
      title={t("title")}
      text={t("text")}
      width="wide"
      actions={
        <>
          <Button icon={Download} onClick={() => void save()}>
            {t("export")}
          </Button>
          {mayWrite && (
            <Button icon={FileUp} onClick={() => setOpen("import")}>
              {t("import.action")}
            </Button>
          )}
          {mayWrite && (
            <Button variant="primary" icon={Plus} onClick={() => setOpen("add")}>
              {t("add.action")}
            </Button>
          )}
        </>
      }
      toolbar={
        <Tabs
          label={t("title")}
          value={tab}
          onValue={(next) => {
            setTab(next);
            if (next === "words") setOpened(true);
          }}
          items={[
            { value: "list", label: t("tabs.list") },
            { value: "words", label: t("tabs.words") },
          ]}
        />
      }
    >
      {tab === "list" && <OptOutList filter={filter} onFilter={setFilter} mayWrite={mayWrite} />}
      {/* Kept while the list is looked at: what is typed there stays. */}
      {wasOpened && (
        <div hidden={tab !== "words"}>
          <Keywords />
        </div>
      )}
      {open === "add" && <AddOptOut onClose={() => setOpen(undefined)} />}
      {open === "import" && <ImportOptOuts onClose={() => setOpen(undefined)} />}
    </SettingsPage>
  );
}
