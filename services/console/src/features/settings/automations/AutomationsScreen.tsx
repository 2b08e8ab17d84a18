/** The company's automations, in the order in which they act. */

import { ArrowDown, ArrowUp, Bot, Ellipsis, FlaskConical, History, Pencil, Plus, Trash2 } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { useProblemWords } from "@/shared/api/words";
import { Button } from "@/shared/ui/Button";
import { Switch } from "@/shared/ui/Checkbox";
import { confirm } from "@/shared/ui/confirm";
import { Empty } from "@/shared/ui/Empty";
import { IconButton } from "@/shared/ui/IconButton";
import { Menu, type MenuItem } from "@/shared/ui/Menu";
import { toast } from "@/shared/ui/toast";
import { useActionWords } from "../actions/useActionWords";
import { Guarded } from "../parts/Guarded";
import { Listing } from "../parts/Listing";
import { Row, Rows } from "../parts/Rows";
import { SettingsPage } from "../SettingsPage";
import { eventKey, swapped } from "./conditions";
import {
  type Automation,
  deleteAutomation,
  orderAutomations,
  switchAutomation,
  useAutomations,
} from "./data";

const AutomationDialog = lazy(() =>
  import("./AutomationDialog").then((m) => ({ default: m.AutomationDialog })),
);
const TestDialog = lazy(() => import("./TestDialog").then((m) => ({ default: m.TestDialog })));
const RunsDrawer = lazy(() => import("./RunsDrawer").then((m) => ({ default: m.RunsDrawer })));

type Task = { kind: "create" } | { kind: "change" | "test" | "runs"; automation: Automation };

export function AutomationsScreen() {
  return (
    <Guarded permission="tickets:manage">
      <Automations />
    </Guarded>
  );
}

function Automations() {
  const t = useTranslations("settingsAutomations");
  const parts = useTranslations("settingsParts");
  const words = useProblemWords();
  const actionWords = useActionWords();
  const query = useAutomations();
  const [task, setTask] = useState<Task>();
  const close = () => setTask(undefined);
  const said = (error: unknown) => toast({ tone: "danger", text: words(error) });

  const remove = async (automation: Automation) => {
    const isSure = await confirm({
      title: t("remove.title", { name: automation.name }),
      text: t("remove.text"),
      action: t("remove.action"),
      danger: true,
    });
    if (isSure) await deleteAutomation(automation.id).catch(said);
  };
  const items = (all: readonly Automation[], automation: Automation, at: number): MenuItem[] => {
    const move = (by: -1 | 1) => void orderAutomations(swapped(all, at, by).map(({ id }) => id)).catch(said);
    return [
      { label: parts("edit"), icon: Pencil, onSelect: () => setTask({ kind: "change", automation }) },
      { label: t("test.open"), icon: FlaskConical, onSelect: () => setTask({ kind: "test", automation }) },
      { label: t("runs.open"), icon: History, onSelect: () => setTask({ kind: "runs", automation }) },
      "separator",
      { label: t("earlier"), icon: ArrowUp, disabled: at === 0, onSelect: () => move(-1) },
      { label: t("later"), icon: ArrowDown, disabled: at === all.length - 1, onSelect: () => move(1) },
      "separator",
      { label: parts("delete"), icon: Trash2, danger: true, onSelect: () => void remove(automation) },
    ];
  };
  return (
    <SettingsPage
      title={t("title")}
      text={t("text")}
      actions={
        <Button variant="primary" icon={Plus} onClick={() => setTask({ kind: "create" })}>
          {t("create")}
        </Button>
      }
    >
      <Listing<Automation>
        query={query}
        empty={<Empty icon={Bot} title={t("none")} text={t("noneText")} compact />}
      >
        {(automations) => (
          <Rows label={t("title")}>
            {automations.map((automation, at) => (
              <Row
                key={automation.id}
                mark={
                  <Switch
                    label={t("activeOf", { name: automation.name })}
                    hideLabel
                    checked={automation.active}
                    onValue={(active) => void switchAutomation(automation.id, active).catch(said)}
                  />
                }
                title={automation.name}
                text={`${t(`events.${eventKey(automation.event)}`)} → ${automation.actions.map(actionWords).join(", ")}`}
                onOpen={() => setTask({ kind: "change", automation })}
                actions={
                  <Menu
                    trigger={
                      <IconButton label={parts("actionsOf", { name: automation.name })} icon={Ellipsis} />
                    }
                    items={items(automations, automation, at)}
                  />
                }
              />
            ))}
          </Rows>
        )}
      </Listing>
      <Suspense>
        {task?.kind === "create" && <AutomationDialog onClose={close} />}
        {task?.kind === "change" && <AutomationDialog automation={task.automation} onClose={close} />}
        {task?.kind === "test" && <TestDialog automation={task.automation} onClose={close} />}
        {task?.kind === "runs" && <RunsDrawer automation={task.automation} onClose={close} />}
      </Suspense>
    </SettingsPage>
  );
}
