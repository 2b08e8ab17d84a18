/** The company's macros. */

import { Plus, Trash2, Workflow } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { useQueues } from "@/shared/api/lookups";
import { useMay } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { Badge } from "@/shared/ui/Badge";
import { Button } from "@/shared/ui/Button";
import { confirm } from "@/shared/ui/confirm";
import { Empty } from "@/shared/ui/Empty";
import { IconButton } from "@/shared/ui/IconButton";
import { toast } from "@/shared/ui/toast";
import { useActionWords } from "../actions/useActionWords";
import { Guarded } from "../parts/Guarded";
import { Listing } from "../parts/Listing";
import { Row, Rows } from "../parts/Rows";
import { SettingsPage } from "../SettingsPage";
import { deleteMacro, type Macro, useMacros } from "./data";

const MacroDialog = lazy(() => import("./MacroDialog").then((m) => ({ default: m.MacroDialog })));

export function MacrosScreen() {
  return (
    <Guarded permission="tickets:read">
      <MacroList />
    </Guarded>
  );
}

function MacroList() {
  const t = useTranslations("settingsMacros");
  const words = useProblemWords();
  const actionWords = useActionWords();
  const mayManage = useMay("tickets:manage");
  const query = useMacros();
  const queues = useQueues();
  const [task, setTask] = useState<{ macro?: Macro }>();

  const remove = async (macro: Macro) => {
    const isSure = await confirm({
      title: t("remove.title", { name: macro.name }),
      text: t("remove.text"),
      action: t("remove.action"),
      danger: true,
    });
    if (!isSure) return;
    await deleteMacro(macro.id).catch((error: unknown) => toast({ tone: "danger", text: words(error) }));
  };
  return (
    <SettingsPage
      title={t("title")}
      text={t("text")}
      actions={
        mayManage && (
          <Button variant="primary" icon={Plus} onClick={() => setTask({})}>
            {t("create")}
          </Button>
        )
      }
    >
      <Listing<Macro>
        query={query}
        empty={<Empty icon={Workflow} title={t("none")} text={t("noneText")} compact />}
      >
        {(macros) => (
          <Rows label={t("title")}>
            {macros.map((macro) => (
              <Row
                key={macro.id}
                mark={<Workflow aria-hidden size={18} />}
                title={macro.name}
                badges={macro.queueIds.map((id) => (
                  <Badge key={id}>{queues.byId.get(id)?.name ?? t("archivedQueue")}</Badge>
                ))}
                text={macro.actions.map(actionWords).join(" → ")}
                onOpen={mayManage ? () => setTask({ macro }) : undefined}
                actions={
                  mayManage && (
                    <IconButton
                      label={t("remove.open", { name: macro.name })}
                      icon={Trash2}
                      onClick={() => void remove(macro)}
                    />
                  )
                }
              />
            ))}
          </Rows>
        )}
      </Listing>
      <Suspense>{task && <MacroDialog macro={task.macro} onClose={() => setTask(undefined)} />}</Suspense>
    </SettingsPage>
  );
}
