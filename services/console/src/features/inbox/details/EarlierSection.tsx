/** The other tickets of the contact: open one, or look at how it ended. */

import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import { Badge } from "@/shared/ui/Badge";
import { plainText } from "@/shared/ui/conversation/formatted";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Skeleton } from "@/shared/ui/Skeleton";
import type { Ticket } from "../ticket";
import details from "./Details.module.css";
import { useEarlier } from "./data";
import css from "./EarlierSection.module.css";
import { Section } from "./Section";

export function EarlierSection({ ticket }: { ticket: Ticket }) {
  const t = useTranslations("inboxDetails");
  return (
    <Section name="earlier" title={t("earlier")}>
      {(isOpen) => isOpen && <Earlier ticket={ticket} />}
    </Section>
  );
}

function Earlier({ ticket }: { ticket: Ticket }) {
  const t = useTranslations("inboxDetails");
  const format = useFormat();
  const { data, error, refetch } = useEarlier(ticket, true);
  if (error) return <ErrorBox compact error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton count={3} />;
  if (data.length === 0) return <p className={details.muted}>{t("noEarlier")}</p>;
  return (
    <ul className={details.list}>
      {data.map((row) => (
        <li key={row.id}>
          <Link
            className={css.ticket}
            to="/inbox/{-$ticketId}"
            params={{ ticketId: row.id }}
            search={(search) => ({ ...search, at: undefined })}
          >
            <span className={css.head}>
              <strong>#{row.number}</strong>
              <Badge tone={row.status === "closed" ? "neutral" : "accent"}>{t(`status.${row.status}`)}</Badge>
              <time dateTime={row.lastMessageAt}>{format.date(row.lastMessageAt)}</time>
            </span>
            {(row.subject ?? row.lastMessage?.text) && (
              <span className={css.words} dir="auto">
                {row.subject ?? plainText(row.lastMessage?.text ?? "")}
              </span>
            )}
          </Link>
        </li>
      ))}
    </ul>
  );
}
