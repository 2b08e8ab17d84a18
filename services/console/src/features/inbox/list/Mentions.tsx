/** Notes in which one is mentioned; each opens its conversation there. */

import { Link } from "@tanstack/react-router";
import { AtSign } from "lucide-react";
import { useTranslations } from "use-intl";
import { useUsers } from "@/shared/api/lookups";
import { useProblemWords } from "@/shared/api/words";
import { useFormat } from "@/shared/format/useFormat";
import { Avatar } from "@/shared/ui/Avatar";
import { Button } from "@/shared/ui/Button";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Skeleton } from "@/shared/ui/Skeleton";
import { toast } from "@/shared/ui/toast";
import { INBOX } from "../address";
import { type Mention, useMentions, useReadMentions } from "../data";
import css from "./found.module.css";
import listCss from "./list.module.css";
import rowCss from "./row.module.css";

export function Mentions() {
  const t = useTranslations("inbox");
  const words = useProblemWords();
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useMentions(true);
  const read = useReadMentions();
  if (isPending) return <Skeleton kind="rows" count={6} />;
  if (error) return <ErrorBox compact error={error} onRetry={() => void refetch()} />;
  const mentions = data.pages.flatMap((page) => page.items);
  const readAll = () =>
    read.mutate(undefined, { onError: (failed) => toast({ tone: "danger", text: words(failed) }) });
  if (mentions.length === 0) {
    return <Empty icon={AtSign} title={t("mentions.none")} text={t("mentions.noneText")} />;
  }
  return (
    <div className={listCss.state}>
      {mentions.some((one) => one.readAt === null) && (
        <p className={listCss.offer}>
          <Button size="small" busy={read.isPending} onClick={readAll}>
            {t("mentions.readAll")}
          </Button>
        </p>
      )}
      <ul aria-label={t("views.mentions")}>
        {mentions.map((one) => (
          <li key={one.messageId}>
            <MentionLink one={one} onOpen={() => one.readAt === null && read.mutate(one.ticketId)} />
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

function MentionLink({ one, onOpen }: { one: Mention; onOpen: () => void }) {
  const t = useTranslations("inbox");
  const format = useFormat();
  const { byId: users } = useUsers();
  const author = (one.authorId && users.get(one.authorId)?.name) || t("mentions.someone");
  return (
    <Link
      to={INBOX}
      params={{ ticketId: one.ticketId }}
      search={(before: object) => ({ ...before, at: one.messageId })}
      preload={false}
      className={`${rowCss.row} ${css.mention}`}
      data-unread={one.readAt === null}
      onClick={onOpen}
    >
      <Avatar name={author} />
      <span className={rowCss.name} dir="auto">
        {author}
      </span>
      <time className={rowCss.time} dateTime={one.createdAt}>
        {format.short(one.createdAt)}
      </time>
      <span className={rowCss.preview} dir="auto">
        {one.text}
      </span>
      {one.readAt === null && <span className={css.dot} role="img" aria-label={t("mentions.unread")} />}
      <span className={rowCss.marks}>
        <span>
          {t("mentions.at", { name: one.contactName ?? t("row.unknown"), number: one.ticketNumber })}
        </span>
      </span>
    </Link>
  );
}
