/** The summary's figures of tickets: how many, how long customers waited, and how content they were. */

import { useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import type { Day, TicketFigures } from "./data";
import type { Hours } from "./figures";
import css from "./figures.module.css";
import { Tile } from "./Tile";

interface TilesProps {
  now: TicketFigures;
  before: TicketFigures | undefined;
}

export function TicketTiles({ now, before, days }: TilesProps & { days: readonly Day[] | undefined }) {
  const t = useTranslations("reports.summary");
  const format = useFormat();
  const { satisfaction, promises } = now;
  return (
    <dl className={css.tiles}>
      <Tile
        name={t("opened")}
        look="number"
        value={now.opened}
        before={before?.opened}
        days={days?.map(({ ticketsOpened }) => ticketsOpened)}
      />
      <Tile
        name={t("closed")}
        look="number"
        better="more"
        value={now.closed}
        before={before?.closed}
        hint={
          now.closedByRule > 0
            ? t("closedByRule", { count: now.closedByRule, number: format.number(now.closedByRule) })
            : t("closedHint")
        }
        days={days?.map(({ ticketsClosed }) => ticketsClosed)}
      />
      <Tile
        name={t("reopened")}
        look="number"
        better="less"
        value={now.reopened}
        before={before?.reopened}
        hint={t("reopenedHint")}
      />
      <Tile
        name={t("satisfaction")}
        look="score"
        better="more"
        value={satisfaction.average}
        before={before?.satisfaction.average}
        hint={
          satisfaction.satisfied === null
            ? t("noRatings")
            : t("satisfied", {
                share: format.percent(satisfaction.satisfied),
                count: satisfaction.ratings,
              })
        }
      />
      <Tile
        name={t("promises")}
        look="percent"
        better="more"
        value={promises.rate}
        before={before?.promises.rate}
        hint={
          promises.rate === null
            ? t("noPromises")
            : t("promisesHint", {
                kept: format.number(promises.kept),
                count: promises.kept + promises.broken,
              })
        }
      />
    </dl>
  );
}

export function TimeTiles({ now, before, hours }: TilesProps & { hours: Hours }) {
  const t = useTranslations("reports.summary");
  const format = useFormat();
  return (
    <dl className={css.tiles}>
      {(["firstReply", "nextReply", "resolution"] as const).map((id) => {
        const { count, medianSeconds, p90Seconds, averageSeconds } = now[id][hours];
        return (
          <Tile
            key={id}
            name={t(id)}
            look="duration"
            better="less"
            value={medianSeconds}
            before={before?.[id][hours].medianSeconds}
            hint={
              <>
                {t(`${id}Hint`, { count })}
                {p90Seconds !== null && averageSeconds !== null && (
                  <>
                    <br />
                    {t("spread", {
                      p90: format.duration(p90Seconds * 1000),
                      average: format.duration(averageSeconds * 1000),
                    })}
                  </>
                )}
              </>
            }
          />
        );
      })}
    </dl>
  );
}
