/** Beside the conversation: who the customer is, how the ticket stands, and what else there is of them. */

import { useQuery } from "@tanstack/react-query";
import { Users, X } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMay } from "@/shared/api/session";
import { Badge } from "@/shared/ui/Badge";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { IconButton } from "@/shared/ui/IconButton";
import { Skeleton } from "@/shared/ui/Skeleton";
import { ticketQuery } from "../ticket";
import { AttachmentsSection } from "./AttachmentsSection";
import { ContactSection } from "./ContactSection";
import css from "./Details.module.css";
import { useSettled } from "./data";
import { EarlierSection } from "./EarlierSection";
import { ScheduledSection } from "./ScheduledSection";
import { TicketSection } from "./TicketSection";

interface Props {
  ticketId: string;
  onClose?: () => void;
}

export function Details({ ticketId, onClose }: Props) {
  const t = useTranslations("inboxDetails");
  const mayWrite = useMay("tickets:write");
  const isSettled = useSettled(ticketId);
  const { data: ticket, error, refetch } = useQuery(ticketQuery(ticketId));
  return (
    <aside className={css.details} aria-label={t("title")}>
      {onClose && (
        <div className={css.top}>
          <h2 className={css.heading}>{t("title")}</h2>
          <IconButton label={t("close")} icon={X} tooltip={false} onClick={onClose} />
        </div>
      )}
      {!ticket && !error && <Skeleton kind="text" count={6} />}
      {error && !ticket && <ErrorBox compact error={error} onRetry={() => void refetch()} />}
      {ticket && (
        <>
          {ticket.groupId === null ? (
            <ContactSection key={ticket.contact.id} ticket={ticket} isSettled={isSettled} />
          ) : (
            <div className={css.group}>
              <Badge icon={Users}>{t("group")}</Badge>
              <h3 dir="auto">{ticket.groupName ?? t("groupUnnamed")}</h3>
            </div>
          )}
          <TicketSection ticket={ticket} isSettled={isSettled} />
          {mayWrite && ticket.groupId === null && <ScheduledSection ticket={ticket} isSettled={isSettled} />}
          <AttachmentsSection ticket={ticket} />
          {ticket.groupId === null && <EarlierSection ticket={ticket} />}
        </>
      )}
    </aside>
  );
}
