/** Messages and notes that have the words searched for; each opens its conversation at that message. */

import { Link } from "@tanstack/react-router";
import { MessageSquareText } from "lucide-react";
import { useTranslations } from "use-intl";
import { useUsers } from "@/shared/api/lookups";
import { useFormat } from "@/shared/format/useFormat";
import { Button } from "@/shared/ui/Button";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Skeleton } from "@/shared/ui/Skeleton";
import { INBOX } from "../address";
import { type Found, useFoundMessages } from "../data";
import css from "./found.module.css";
import listCss from "./list.module.css";
import rowCss from "./row.module.css";

export function FoundMessages({ q }: { q: string }) {
  const t = useTranslations("inbox");
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useFoundMessages(q, true);
  if (isPending) return <Skeleton kind="rows" count={6} />;
  if (error)
    return <ErrorBox compact error={error} title={t("search.failed")} onRetry={() => void refetch()} />;
  const found = data.pages.flatMap((page) => page.items);
  return (
    <div className={listCss.state}>
      {found.length === 0 && !hasNextPage && (
        <Empty
          compact
          icon={MessageSquareText}
          title={t("search.noMessages", { q })}
          text={t("search.noMessagesText")}
        />
      )}
      <ul aria-label={t("search.messages")}>
        {found.map((one) => (
          <li key={one.messageId}>
            <FoundLink one={one} />
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <p className={listCss.foot}>
          <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t("search.older")}
          </Button>
        </p>
      )}
    </div>
  );
}

function FoundLink({ one }: { one: Found }) {
  const t = useTranslations("inbox");
  const format = useFormat();
  const { byId: users } = useUsers();
  const { ticketId, contact, authorId, excerpt } = one;
  const name = contact?.name ?? (contact?.phone ? format.phone(contact.phone) : t("row.unknown"));
  const author = authorId ? users.get(authorId)?.name : undefined;
  const content = (
    <>
      <span className={css.foundHead}>
        <span dir="auto">{author ? t("search.by", { name, author }) : name}</span>
        <time className={rowCss.time} dateTime={one.sentAt}>
          {format.short(one.sentAt)}
        </time>
      </span>
      <span className={css.foundText} dir="auto">
        {one.kind === "note" && `${t("search.note")} `}
        {excerpt.map((part, at) =>
          part.match ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: the parts of an excerpt never change places.
            <mark key={at}>{part.text}</mark>
          ) : (
            part.text
          ),
        )}
      </span>
    </>
  );
  if (ticketId === null) return <div className={css.found}>{content}</div>;
  return (
    <Link
      to={INBOX}
      params={{ ticketId }}
      search={(before: object) => ({ ...before, at: one.messageId })}
      preload={false}
      className={css.found}
    >
      {content}
    </Link>
  );
}
