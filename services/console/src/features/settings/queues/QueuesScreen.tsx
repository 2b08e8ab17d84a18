/** The company's queues, in the order in which they are listed everywhere. */

import { Archive, ArrowDown, ArrowUp, Clock, Ellipsis, Pencil, Plus, Users } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { type Queue, useQueues } from "@/shared/api/lookups";
import { useMay } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { Badge } from "@/shared/ui/Badge";
import { Button } from "@/shared/ui/Button";
import { Empty } from "@/shared/ui/Empty";
import { IconButton } from "@/shared/ui/IconButton";
import { Menu, type MenuItem } from "@/shared/ui/Menu";
import { Dot } from "@/shared/ui/Tag";
import { toast } from "@/shared/ui/toast";
import { Guarded } from "../parts/Guarded";
import { Listing } from "../parts/Listing";
import { moved } from "../parts/order";
import { Row, Rows } from "../parts/Rows";
import { SettingsPage } from "../SettingsPage";
import { moveQueue } from "./data";

const QueueDialog = lazy(() => import("./QueueDialog").then((m) => ({ default: m.QueueDialog })));
const ArchiveDialog = lazy(() => import("./ArchiveDialog").then((m) => ({ default: m.ArchiveDialog })));

type Task = { kind: "create" } | { kind: "change" | "archive"; queue: Queue };

export function QueuesScreen() {
  return (
    <Guarded permission="tickets:read">
      <QueueList />
    </Guarded>
  );
}

function QueueList() {
  const t = useTranslations("settingsQueues");
  const parts = useTranslations("settingsParts");
  const words = useProblemWords();
  const mayManage = useMay("tickets:manage");
  const { query } = useQueues();
  const [task, setTask] = useState<Task>();
  const close = () => setTask(undefined);

  const move = async (queues: readonly Queue[], id: string, by: -1 | 1) => {
    try {
      for (const { id: each, position } of moved(queues, id, by)) await moveQueue(each, position);
    } catch (error) {
      toast({ tone: "danger", text: words(error) });
    }
  };
  const items = (queues: readonly Queue[], queue: Queue, at: number): MenuItem[] => [
    { label: parts("edit"), icon: Pencil, onSelect: () => setTask({ kind: "change", queue }) },
    {
      label: t("moveUp"),
      icon: ArrowUp,
      disabled: at === 0,
      onSelect: () => void move(queues, queue.id, -1),
    },
    {
      label: t("moveDown"),
      icon: ArrowDown,
      disabled: at === queues.length - 1,
      onSelect: () => void move(queues, queue.id, 1),
    },
    "separator",
    {
      label: t("archive.open"),
      icon: Archive,
      danger: true,
      onSelect: () => setTask({ kind: "archive", queue }),
    },
  ];
  return (
    <SettingsPage
      title={t("title")}
      text={t("text")}
      actions={
        mayManage && (
          <Button variant="primary" icon={Plus} onClick={() => setTask({ kind: "create" })}>
            {t("create")}
          </Button>
        )
      }
    >
      <Listing<Queue>
        query={query}
        empty={<Empty icon={Users} title={t("none")} text={t("noneText")} compact />}
      >
        {(queues) => (
          <Rows label={t("title")}>
            {queues.map((queue, at) => (
              <Row
                key={queue.id}
                mark={<Dot colour={queue.color} />}
                title={queue.name}
                badges={
                  queue.openingHours && (
                    <Badge icon={Clock} tone="neutral">
                      {t("withHours")}
                    </Badge>
                  )
                }
                text={[t("memberCount", { count: queue.memberIds.length }), queue.description]
                  .filter(Boolean)
                  .join(" · ")}
                onOpen={mayManage ? () => setTask({ kind: "change", queue }) : undefined}
                actions={
                  mayManage && (
                    <Menu
                      trigger={
                        <IconButton label={parts("actionsOf", { name: queue.name })} icon={Ellipsis} />
                      }
                      items={items(queues, queue, at)}
                    />
                  )
                }
              />
            ))}
          </Rows>
        )}
      </Listing>
      <Suspense>
        {task?.kind === "create" && <QueueDialog position={query.data?.length ?? 0} onClose={close} />}
        {task?.kind === "change" && (
          <QueueDialog queue={task.queue} position={task.queue.position} onClose={close} />
        )}
        {task?.kind === "archive" && <ArchiveDialog queue={task.queue} onClose={close} />}
      </Suspense>
    </SettingsPage>
  );
}
