/** What was done with a campaign, by whom, and why it did something by itself. */

import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { useUsers } from "@/shared/api/lookups";
import { Button } from "@/shared/ui/Button";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Skeleton } from "@/shared/ui/Skeleton";
import { Time } from "@/shared/ui/Time";
import { historyQuery } from "../data";
import { useReasonWords } from "../reasons";
import type { Campaign } from "../rules";
import css from "./live.module.css";

export function History({ campaign }: { campaign: Campaign }) {
  const t = useTranslations("campaigns");
  const more = useTranslations("shared.ui");
  const users = useUsers();
  const reasonWords = useReasonWords();
  const query = useInfiniteQuery(historyQuery(campaign.id));
  return (
    <section className={css.card} aria-labelledby="history-title">
      <h2 id="history-title" className={css.title}>
        {t("live.history")}
      </h2>
      {query.isPending && <Skeleton kind="text" count={3} />}
      {query.error && !query.data && (
        <ErrorBox compact error={query.error} onRetry={() => void query.refetch()} />
      )}
      <ol className={css.rows}>
        {query.data?.pages
          .flatMap(({ items }) => items)
          .map((move) => (
            <li key={move.id} className={css.row}>
              <span className={css.step}>
                <span>{t(`moves.${move.status}`)}</span>
                <span className={css.quiet}>
                  {move.by ? (users.byId.get(move.by)?.name ?? t("live.somebody")) : t("live.byItself")}
                  {move.reasonWords && ` · ${reasonWords(move.reasonWords)}`}
                </span>
              </span>
              <span className={css.quiet}>
                <Time at={move.at} />
              </span>
            </li>
          ))}
      </ol>
      {query.hasNextPage && (
        <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {more("more")}
        </Button>
      )}
    </section>
  );
}
