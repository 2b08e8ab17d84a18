/** Queues and agents of now, as tables. */

import { Users } from "lucide-react";
import { useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import { Avatar } from "@/shared/ui/Avatar";
import { Badge } from "@/shared/ui/Badge";
import { DataTable } from "@/shared/ui/DataTable";
import { Empty } from "@/shared/ui/Empty";
import type { Live, LiveAgent, LiveQueue } from "./data";
import css from "./live.module.css";
import { agentsInOrder, queuesInOrder, waited } from "./rules";
import { useNames } from "./useNames";

const TONES = { online: "accent", busy: "warning", away: "warning", offline: "neutral" } as const;

function Status({ status }: { status: LiveAgent["status"] }) {
  const t = useTranslations("reportsLive");
  return (
    <Badge dot tone={TONES[status]}>
      {t(`statuses.${status}`)}
    </Badge>
  );
}

export function QueuesNow({ figures, sinceThenMs }: { figures: Live; sinceThenMs: number }) {
  const t = useTranslations("reportsLive");
  const format = useFormat();
  const names = useNames();
  if (figures.queues.length === 0) return null;
  const count = (id: "waiting" | "pending" | "open" | "agentsOnline") => ({
    id,
    header: t(id),
    align: "end" as const,
    cell: (row: LiveQueue) => format.number(row[id]),
  });
  return (
    <section>
      <h2 className={css.heading}>{t("queues")}</h2>
      <DataTable
        label={t("queues")}
        rows={queuesInOrder(figures.queues)}
        rowId={({ queueId }) => queueId ?? "none"}
        rowName={({ queueId }) => names.queue(queueId)}
        columns={[
          {
            id: "name",
            header: t("queue"),
            cell: ({ queueId }) => <span dir="auto">{names.queue(queueId)}</span>,
          },
          count("waiting"),
          {
            id: "wait",
            header: t("longestWait"),
            align: "end",
            cell: ({ longestWaitSince }) => {
              const wait = waited(longestWaitSince, figures, sinceThenMs);
              return wait === undefined ? "–" : format.duration(wait);
            },
          },
          count("pending"),
          count("open"),
          count("agentsOnline"),
        ]}
      />
    </section>
  );
}

export function AgentsNow({ agents }: { agents: readonly LiveAgent[] }) {
  const t = useTranslations("reportsLive");
  const format = useFormat();
  const names = useNames();
  return (
    <section>
      <h2 className={css.heading}>{t("agents")}</h2>
      <DataTable
        label={t("agents")}
        rows={agentsInOrder(agents, names.agent)}
        rowId={({ userId }) => userId}
        rowName={({ userId }) => names.agent(userId)}
        columns={[
          {
            id: "name",
            header: t("agent"),
            cell: ({ userId }) => (
              <span className={css.person}>
                <Avatar name={names.agent(userId)} size="small" />
                <span dir="auto">{names.agent(userId)}</span>
              </span>
            ),
          },
          { id: "status", header: t("status"), cell: ({ status }) => <Status status={status} /> },
          { id: "open", header: t("open"), align: "end", cell: ({ open }) => format.number(open) },
          {
            id: "waiting",
            header: t("waiting"),
            align: "end",
            cell: ({ waiting }) => format.number(waiting),
          },
        ]}
        empty={<Empty icon={Users} title={t("noAgents")} />}
      />
    </section>
  );
}
