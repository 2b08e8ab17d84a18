/** The team now: who is there, how many tickets each has, and how customers rated them in the period. */

import { useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Star, Users } from "lucide-react";
import { useTranslations } from "use-intl";
import { useUsers } from "@/shared/api/lookups";
import { useSession } from "@/shared/api/session";
import { useFormat } from "@/shared/format/useFormat";
import { useLive } from "@/shared/realtime/sockets";
import { Avatar } from "@/shared/ui/Avatar";
import { Badge } from "@/shared/ui/Badge";
import { DataTable } from "@/shared/ui/DataTable";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { agentRows } from "./agents";
import { MOST_RATINGS, presenceKey, useCounts, usePresence, useRatings } from "./data";
import css from "./reports.module.css";
import type { ReportProps } from "./tabs";

export function AgentsTab({ period }: ReportProps) {
  const t = useTranslations("reports.agents");
  const format = useFormat();
  const { company } = useSession();
  const client = useQueryClient();
  const users = useUsers();
  const counts = useCounts();
  const presence = usePresence();
  const ratings = useRatings(period, company.timeZone);
  useLive("chat", "presence.updated", () => void client.invalidateQueries({ queryKey: presenceKey }));
  const error = users.query.error ?? counts.error ?? presence.error ?? ratings.error;
  if (error) {
    const again = () =>
      void Promise.all([users.query.refetch(), counts.refetch(), presence.refetch(), ratings.refetch()]);
    return <ErrorBox error={error} onRetry={again} />;
  }
  const rows =
    users.query.data && counts.data && presence.data && ratings.data
      ? agentRows(users.list, counts.data.assignees, presence.data.items, ratings.data.ratings)
      : undefined;
  return (
    <>
      <p className={css.note}>
        {t("hint")} {ratings.data?.isCut && t("cut", { count: MOST_RATINGS })}
      </p>
      <DataTable
        label={t("title")}
        rows={rows}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        columns={[
          {
            id: "name",
            header: t("name"),
            cell: (row) => (
              <span className={css.person}>
                <Avatar name={row.name} size="small" />
                <span dir="auto">{row.name}</span>
              </span>
            ),
          },
          {
            id: "status",
            header: t("status"),
            cell: (row) => (
              <Badge
                dot
                tone={row.status === "online" ? "accent" : row.status === "offline" ? "neutral" : "warning"}
              >
                {t(`statuses.${row.status as "online"}`)}
              </Badge>
            ),
          },
          {
            id: "tickets",
            header: t("tickets"),
            align: "end",
            cell: (row) => format.number(row.tickets),
          },
          {
            id: "score",
            header: t("score"),
            align: "end",
            cell: (row) =>
              row.score === undefined ? (
                "–"
              ) : (
                <span className={css.score}>
                  <Star aria-hidden size={14} />
                  {t("scoreOf", { score: format.number(row.score, 1), count: row.ratings })}
                </span>
              ),
          },
        ]}
        empty={<Empty icon={Users} title={t("none")} action={<Link to="/settings/team">{t("team")}</Link>} />}
      />
    </>
  );
}
