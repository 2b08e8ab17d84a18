/** The tickets of a contact, the latest first; each leads to the inbox. */

import { Link } from "@tanstack/react-router";
import { MessagesSquare } from "lucide-react";
import { useTranslations } from "use-intl";
import { useQueues, useUsers } from "@/shared/api/lookups";
import { Badge, type BadgeTone } from "@/shared/ui/Badge";
import { Button } from "@/shared/ui/Button";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Skeleton } from "@/shared/ui/Skeleton";
import { Time } from "@/shared/ui/Time";
import css from "./contacts.module.css";
import { useTicketsOf } from "./data";

const TONES = {
  pending: "warning",
  open: "accent",
  snoozed: "info",
  closed: "neutral",
} as const satisfies Record<string, BadgeTone>;

export function ContactTickets({ id }: { id: string }) {
  const t = useTranslations("contacts.tickets");
  const tickets = useTicketsOf(id);
  const users = useUsers();
  const queues = useQueues();
  if (tickets.isPending) return <Skeleton kind="rows" />;
  if (tickets.isError)
    return <ErrorBox compact error={tickets.error} onRetry={() => void tickets.refetch()} />;
  const rows = tickets.data.pages.flatMap(({ items }) => items);
  if (rows.length === 0)
    return <Empty compact icon={MessagesSquare} title={t("none")} text={t("noneText")} />;
  return (
    <>
      <ul className={css.cards}>
        {rows.map((row) => {
          const queue = row.queueId && queues.byId.get(row.queueId)?.name;
          const agent = row.assigneeId && users.byId.get(row.assigneeId)?.name;
          return (
            <li key={row.id} className={css.card}>
              <span className={css.cardTop}>
                <Link
                  to="/inbox/{-$ticketId}"
                  params={{ ticketId: row.id }}
                  search={{}}
                  className={css.cardLink}
                >
                  {row.subject || t("number", { number: row.number })}
                </Link>
                <Badge tone={TONES[row.status]}>{t(`status.${row.status}`)}</Badge>
              </span>
              {row.lastMessage?.text && (
                <span className={css.line} dir="auto">
                  {row.lastMessage.text}
                </span>
              )}
              <span className={css.second}>
                {[t("number", { number: row.number }), queue, agent].filter(Boolean).join(" · ")}
                {" · "}
                <Time at={row.lastMessageAt} kind="list" />
              </span>
            </li>
          );
        })}
      </ul>
      {tickets.hasNextPage && (
        <Button block busy={tickets.isFetchingNextPage} onClick={() => void tickets.fetchNextPage()}>
          {t("more")}
        </Button>
      )}
    </>
  );
}
