/** What the provider reported of the number, its templates and its account, the latest first. */

import { CircleAlert, Info, Newspaper } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/shared/ui/Button";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Skeleton } from "@/shared/ui/Skeleton";
import { Time } from "@/shared/ui/Time";
import css from "./channels.module.css";
import { type ChannelEvent, useNews } from "./data";
import { newsOf } from "./news";

export function NewsTab({ channelId }: { channelId: string }) {
  const t = useTranslations("channels");
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useNews(channelId);
  if (error) return <ErrorBox error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton kind="rows" count={6} />;
  const events = data.pages.flatMap((page) => page.items);
  if (events.length === 0) return <Empty icon={Newspaper} title={t("news.none")} text={t("news.noneText")} />;
  return (
    <>
      <ol className={css.news}>
        {events.map((event) => (
          <Item key={event.id} event={event} />
        ))}
      </ol>
      {hasNextPage && (
        <Button busy={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t("news.more")}
        </Button>
      )}
    </>
  );
}

function Item({ event }: { event: ChannelEvent }) {
  const t = useTranslations("channels.news");
  const { key, values, isBad } = newsOf(event);
  const Icon = isBad ? CircleAlert : Info;
  return (
    <li data-bad={isBad || undefined}>
      <Icon aria-hidden size={18} />
      <div className={css.newsWords}>
        <span dir="auto">{t(`sentences.${key}`, values)}</span>
        <Time at={event.at} />
        <details>
          <summary>{t("details")}</summary>
          <pre dir="ltr">{JSON.stringify(event.value, null, 2)}</pre>
        </details>
      </div>
    </li>
  );
}
