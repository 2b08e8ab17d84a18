/** Service levels: what is promised to customers, in all queues and in those with a promise of their own. */

import { Plus, Timer, Trash2 } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { useQueues } from "@/shared/api/lookups";
import { useMay } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { Button } from "@/shared/ui/Button";
import { confirm } from "@/shared/ui/confirm";
import { Empty } from "@/shared/ui/Empty";
import { IconButton } from "@/shared/ui/IconButton";
import { Dot } from "@/shared/ui/Tag";
import { toast } from "@/shared/ui/toast";
import { Guarded } from "../parts/Guarded";
import { Listing } from "../parts/Listing";
import { Row, Rows } from "../parts/Rows";
import { useDuration } from "../parts/useDuration";
import { SettingsPage } from "../SettingsPage";
import { deletePolicy, type SlaPolicy, useSlaPolicies } from "./data";

const SlaDialog = lazy(() => import("./SlaDialog").then((m) => ({ default: m.SlaDialog })));

export function SlaScreen() {
  return (
    <Guarded permission="tickets:read">
      <PromiseList />
    </Guarded>
  );
}

function PromiseList() {
  const t = useTranslations("settingsSla");
  const words = useProblemWords();
  const duration = useDuration();
  const mayManage = useMay("tickets:manage");
  const query = useSlaPolicies();
  const queues = useQueues();
  const [task, setTask] = useState<{ policy?: SlaPolicy }>();
  const taken = new Set((query.data ?? []).map(({ queueId }) => queueId));
  const isFree = !taken.has(null) || queues.list.some(({ id }) => !taken.has(id));
  const nameOf = (policy: SlaPolicy) =>
    policy.queueId === null ? t("allQueues") : (queues.byId.get(policy.queueId)?.name ?? t("archivedQueue"));

  const promised = (policy: SlaPolicy) =>
    (["firstReplyMinutes", "nextReplyMinutes", "resolutionMinutes"] as const)
      .flatMap((name) =>
        policy[name] === null ? [] : [t(`shown.${name}`, { time: duration(policy[name]) })],
      )
      .concat(policy.businessHours ? t("shown.businessHours") : t("shown.always"))
      .join(" · ");

  const remove = async (policy: SlaPolicy) => {
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
      <Listing<SlaPolicy>
        query={query}
        empty={<Empty icon={Timer} title={t("none")} text={t("noneText")} compact />}
      >
        {(policies) => (
          <Rows label={t("title")}>
            {policies.map((policy) => (
              <Row
                key={policy.id}
                mark={<Dot colour={policy.queueId && queues.byId.get(policy.queueId)?.color} />}
                title={nameOf(policy)}
                text={promised(policy)}
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
        {task && <SlaDialog policy={task.policy} taken={taken} onClose={() => setTask(undefined)} />}
      </Suspense>
    </SettingsPage>
  );
}
