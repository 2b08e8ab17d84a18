/** What happened in the period, in figures beside those of the period before, and how far messages came. */

import { CalendarX2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import { Chart } from "@/shared/ui/Chart";
import { Empty } from "@/shared/ui/Empty";
import { narrowsTickets } from "./asked";
import { type Activity, type Day, type Summary, useDays, useSummary } from "./data";
import { type Hours, isNothing } from "./figures";
import css from "./figures.module.css";
import { Loaded } from "./Loaded";
import layout from "./reports.module.css";
import { Scores } from "./Scores";
import { TicketTiles, TimeTiles } from "./SummaryTickets";
import { Tile } from "./Tile";
import type { ReportProps } from "./tabs";

export function SummaryTab({ asked, search }: ReportProps) {
  const t = useTranslations("reports.summary");
  const summary = useSummary(asked);
  const { compare: _, ...period } = asked;
  const days = useDays(period).data?.days;
  const hours: Hours = search.hours ?? "calendar";
  return (
    <Loaded query={summary}>
      {(now) => {
        if (isNothing(now)) return <Empty icon={CalendarX2} title={t("nothing")} text={t("nothingText")} />;
        const before = now.previous ?? undefined;
        return (
          <>
            <section aria-labelledby="tickets">
              <h2 id="tickets" className={layout.heading}>
                {t("tickets")}
              </h2>
              <TicketTiles now={now.tickets} before={before?.tickets} days={days} />
            </section>
            <section aria-labelledby="times">
              <h2 id="times" className={layout.heading}>
                {t(hours === "business" ? "businessTimes" : "times")}
              </h2>
              <TimeTiles now={now.tickets} before={before?.tickets} hours={hours} />
            </section>
            <section aria-labelledby="messages">
              <h2 id="messages" className={layout.heading}>
                {t("messages")}
              </h2>
              {narrowsTickets(asked) && <p className={layout.note}>{t("messagesHint")}</p>}
              <MessageTiles now={now} before={before} days={days} />
            </section>
            <div className={`${layout.charts} ${layout.three}`}>
              <Delivery kind="replies" totals={now.totals} />
              <Delivery kind="campaigns" totals={now.totals} />
              <Scores satisfaction={now.tickets.satisfaction} />
            </div>
          </>
        );
      }}
    </Loaded>
  );
}

const failedOf = ({ replies, campaigns }: Activity | Day) => replies.failed + campaigns.failed;

interface MessageTilesProps {
  now: Summary;
  before: Summary | undefined;
  days: readonly Day[] | undefined;
}

function MessageTiles({ now, before, days }: MessageTilesProps) {
  const t = useTranslations("reports.summary");
  const format = useFormat();
  const { totals } = now;
  const last = before?.totals;
  return (
    <dl className={css.tiles}>
      <Tile
        name={t("inbound")}
        look="number"
        value={totals.inbound}
        before={last?.inbound}
        days={days?.map(({ inbound }) => inbound)}
      />
      <Tile
        name={t("replies")}
        look="number"
        value={totals.replies.sent}
        before={last?.replies.sent}
        days={days?.map(({ replies }) => replies.sent)}
      />
      <Tile
        name={t("campaigns")}
        look="number"
        value={totals.campaigns.sent}
        before={last?.campaigns.sent}
        days={days?.map(({ campaigns }) => campaigns.sent)}
      />
      <Tile
        name={t("success")}
        look="percent"
        better="more"
        value={now.successRate}
        before={before?.successRate}
      />
      <Tile
        name={t("failed")}
        look="number"
        better="less"
        value={failedOf(totals)}
        before={last && failedOf(last)}
        hint={t("failedHint", {
          replies: totals.replies.failed,
          repliesNumber: format.number(totals.replies.failed),
          campaigns: format.number(totals.campaigns.failed),
        })}
        days={days?.map(failedOf)}
      />
      <Tile
        name={t("optOuts")}
        look="number"
        better="less"
        value={totals.optOuts}
        before={last?.optOuts}
        days={days?.map(({ optOuts }) => optOuts)}
      />
    </dl>
  );
}

/**
 * What came of messages in the period. No funnel: what was sent before it may be read in it, so that no step is a part
 * of another.
 */
function Delivery({ kind, totals }: { kind: "replies" | "campaigns"; totals: Activity }) {
  const t = useTranslations("reports");
  const { sent, delivered, read } = totals[kind];
  const steps = { sent, delivered, read };
  return (
    <Chart
      kind="ranking"
      title={t(`summary.delivery.${kind}`)}
      text={t("summary.deliveryHint")}
      x={{ key: "step", label: t("step") }}
      series={[{ key: "messages", label: t("messages") }]}
      rows={
        sent + delivered + read === 0
          ? []
          : Object.entries(steps).map(([step, messages]) => ({ step, messages }))
      }
      formatX={(step) => t(`steps.${step as keyof typeof steps}`)}
    />
  );
}
