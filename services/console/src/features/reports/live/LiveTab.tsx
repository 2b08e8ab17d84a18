/** What stands now: who waits, who is here, how much is written. It changes by itself; `wall` fills the screen with it. */

import { Maximize2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import { Banner } from "@/shared/ui/Banner";
import { ButtonLink } from "@/shared/ui/ButtonLink";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Skeleton } from "@/shared/ui/Skeleton";
import type { ReportsSearch } from "../search";
import { useLiveFigures } from "./data";
import { AgentsNow, QueuesNow } from "./LiveTables";
import css from "./live.module.css";
import { Narrowed } from "./Narrowed";
import { Numbers } from "./Numbers";
import { Wall } from "./Wall";

export function LiveTab({ search }: { search: ReportsSearch }) {
  const watched = useLiveFigures({ channel: search.channel, queue: search.queue });
  const { query } = watched;
  if (query.data) {
    const shown = { ...watched, figures: query.data };
    return search.wall ? <Wall search={search} {...shown} /> : <Now search={search} {...shown} />;
  }
  if (query.error) return <ErrorBox error={query.error} onRetry={() => void query.refetch()} />;
  return <Skeleton kind="block" height={320} />;
}

type NowProps = Omit<Parameters<typeof Wall>[0], "query">;

function Now({ figures, now, cameAt, staleSince, search }: NowProps) {
  const t = useTranslations("reportsLive");
  const format = useFormat();
  const { wall: _, ...shared } = search;
  return (
    <div className={css.now}>
      <div className={css.head}>
        <div>
          <Narrowed figures={figures} className={css.narrowed} />
          <p className={css.note}>
            {t("hint")} {figures.queueId !== null && t("noMessages")}
          </p>
        </div>
        <ButtonLink
          icon={Maximize2}
          to="/reports/{-$tab}"
          params={{ tab: "live" }}
          search={{ ...shared, wall: true }}
          onClick={() => void document.documentElement.requestFullscreen?.().catch(() => undefined)}
        >
          {t("wall")}
        </ButtonLink>
      </div>
      {staleSince && (
        <Banner tone="warning" live title={t("stale", { time: format.time(staleSince) })}>
          {t("staleText")}
        </Banner>
      )}
      <Numbers figures={figures} sinceThenMs={now.getTime() - cameAt} isStale={staleSince !== undefined} />
      <QueuesNow figures={figures} sinceThenMs={now.getTime() - cameAt} />
      <AgentsNow agents={figures.agents} />
    </div>
  );
}
