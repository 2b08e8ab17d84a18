/** Satisfaction: how customers are asked after closing, in all queues and in those with a question of their own. */

import { Plus, Star, Trash2 } from "lucide-react";
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
import { Dot } from "@/shared/ui/Tag";
import { toast } from "@/shared/ui/toast";
import { Guarded } from "../parts/Guarded";
import { Listing } from "../parts/Listing";
import { Row, Rows } from "../parts/Rows";
import { SettingsPage } from "../SettingsPage";
import { deletePolicy, type SatisfactionPolicy, useSatisfactionPolicies } from "./data";

const SatisfactionDialog = lazy(() =>
  import("./SatisfactionDialog").then((m) => ({ default: m.SatisfactionDialog })),
);

export function SatisfactionScreen() {
  return (
    <Guarded permission="tickets:read">
      <QuestionList />
    </Guarded>
  );
}

function QuestionList() {
  const t = useTranslations("settingsSatisfaction");
  const words = useProblemWords();
  const mayManage = useMay("tickets:manage");
  const query = useSatisfactionPolicies();
  const queues = useQueues();
  const [task, setTask] = useState<{ policy?: SatisfactionPolicy }>();
  const taken = new Set((query.data ?? []).map(({ queueId }) => queueId));
  const isFree = !taken.has(null) || queues.list.some(({ id }) => !taken.has(id));
  const nameOf = ({ queueId }: SatisfactionPolicy) =>
    queueId === null ? t("allQueues") : (queues.byId.get(queueId)?.name ?? t("archivedQueue"));

  const remove = async (policy: SatisfactionPolicy) => {
    const isSure = await confirm({
      title: t("remove.title", { name: nameOf(policy) }),
      text: t("remove.text"),
      action: t("remove.action"),
      danger: true,
    });
    if (!isSure) return;
    await deletePolicy(policy.id).catch((error: unknown) => toast({ tone: "danger", text: words(error) }));
  };
  return (
    <SettingsPage
      title={t("title")}
      text={t("text")}
      actions={
        mayManage &&
        isFree && (
          <Button variant="primary" icon={Plus} onClick={() => setTask({})}>
            {t("create")}
          </Button>
        )
      }
    >
      <Listing<SatisfactionPolicy>
        query={query}
        empty={<Empty icon={Star} title={t("none")} text={t("noneText")} compact />}
      >
        {(policies) => (
          <Rows label={t("title")}>
            {policies.map((policy) => (
              <Row
                key={policy.id}
                mark={<Dot colour={policy.queueId && queues.byId.get(policy.queueId)?.color} />}
                title={nameOf(policy)}
                badges={!policy.active && <Badge>{t("off")}</Badge>}
                text={policy.active ? `${t(`styles.${policy.style}`)} · “${policy.question}”` : t("offText")}
                onOpen={mayManage ? () => setTask({ policy }) : undefined}
                actions={
                  mayManage && (
                    <IconButton
                      label={t("remove.open", { name: nameOf(policy) })}
                      icon={Trash2}
                      onClick={() => void remove(policy)}
                    />
                  )
                }
              />
            ))}
          </Rows>
        )}
      </Listing>
      <Suspense>
        {task && <SatisfactionDialog policy={task.policy} taken={taken} onClose={() => setTask(undefined)} />}
      </Suspense>
    </SettingsPage>
  );
}
