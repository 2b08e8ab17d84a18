/** What happened in the period, in numbers beside those of the period before, and how far messages came. */

import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import { Chart } from "@/shared/ui/Chart";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Skeleton } from "@/shared/ui/Skeleton";
import { type Activity, type Summary, useSummary } from "./data";
import { change, periodBefore } from "./period";
import css from "./reports.module.css";
import type { ReportProps } from "./tabs";

export function SummaryTab({ period, search }: ReportProps) {
  const now = useSummary(period, search.channel);
  const before = useSummary(periodBefore(period), search.channel);
  if (now.error) return <ErrorBox error={now.error} onRetry={() => void now.refetch()} />;
  if (!now.data) return <Skeleton kind="block" height={320} />;
  return (
    <>
      <Numbers now={now.data} before={before.data} />
      <div className={css.charts}>
        <FunnelOf kind="replies" totals={now.data.totals} />
        <FunnelOf kind="campaigns" totals={now.data.totals} />
      </div>
    </>
  );
}

function Numbers({ now, before }: { now: Summary; before: Summary | undefined }) {
  const t = useTranslations("reports.summary");
  const format = useFormat();
  const last = before?.totals;
  const seconds = now.firstReply.medianSeconds;
  return (
    <dl className={css.numbers}>
      <Tile name={t("inbound")} value={now.totals.inbound} before={last?.inbound} />
      <Tile name={t("replies")} value={now.totals.replies.sent} before={last?.replies.sent} />
      <Tile name={t("opened")} value={now.totals.ticketsOpened} before={last?.ticketsOpened} />
      <Tile
        name={t("closed")}
        hint={t("closedHint")}
        value={now.totals.ticketsClosed}
        before={last?.ticketsClosed}
      />
      <Tile
        name={t("firstReply")}
        hint={t("firstReplyHint", { tickets: now.firstReply.tickets })}
        value={seconds ?? 0}
        before={before?.firstReply.medianSeconds ?? undefined}
        shown={seconds === null ? "–" : format.duration(seconds * 1000)}
        lessIsBetter
      />
      <Tile name={t("optOuts")} value={now.totals.optOuts} before={last?.optOuts} lessIsBetter />
    </dl>
  );
}

interface TileProps {
  name: string;
  hint?: string;
  value: number;
  before: number | undefined;
  shown?: ReactNode;
  lessIsBetter?: boolean;
}

function Tile({ name, hint, value, before, shown, lessIsBetter = false }: TileProps) {
  const t = useTranslations("reports.summary");
  const format = useFormat();
  const grown = shown === "–" ? undefined : change(value, before);
  const isBetter = grown !== undefined && grown !== 0 && grown > 0 !== lessIsBetter;
  const Arrow = (grown ?? 0) < 0 ? ArrowDown : ArrowUp;
  return (
    <div className={css.tile}>
      <dt className={css.name}>{name}</dt>
      <dd className={css.value}>
        {shown ?? format.number(value)}
        {grown !== undefined && grown !== 0 && (
          <span className={isBetter ? css.better : css.worse}>
            <Arrow aria-hidden size={14} />
            {t("than", { change: format.percent(Math.abs(grown)), direction: grown < 0 ? "less" : "more" })}
          </span>
        )}
      </dd>
      {hint && <dd className={css.hint}>{hint}</dd>}
    </div>
  );
}

function FunnelOf({ kind, totals }: { kind: "replies" | "campaigns"; totals: Activity }) {
  const t = useTranslations("reports");
  const { sent, delivered, read, failed } = totals[kind];
  const steps = { sent, delivered, read, failed };
  return (
    <Chart
      kind="funnel"
      title={t(`summary.${kind}Funnel`)}
      text={t("summary.funnelHint")}
      x={{ key: "step", label: t("step") }}
      series={[{ key: "messages", label: t("messages") }]}
      rows={sent + failed === 0 ? [] : Object.entries(steps).map(([step, messages]) => ({ step, messages }))}
      formatX={(step) => t(`steps.${step as keyof typeof steps}`)}
    />
  );
}
