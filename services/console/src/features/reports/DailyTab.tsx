/** Each day of the period: messages, tickets, and what came of campaigns. */

import { useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import { Chart } from "@/shared/ui/Chart";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Skeleton } from "@/shared/ui/Skeleton";
import { useDays } from "./data";
import css from "./reports.module.css";
import type { ReportProps } from "./tabs";

export function DailyTab({ period, search }: ReportProps) {
  const t = useTranslations("reports");
  const format = useFormat();
  const { data, error, refetch } = useDays(period, search.channel);
  if (error) return <ErrorBox error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton kind="block" height={320} />;
  const rows = data.days.map(
    ({ day, inbound, replies, campaigns, ticketsOpened, ticketsClosed, optOuts }) => ({
      day,
      inbound,
      replies: replies.sent,
      campaigns: campaigns.sent,
      delivered: campaigns.delivered,
      read: campaigns.read,
      failed: campaigns.failed,
      opened: ticketsOpened,
      closed: ticketsClosed,
      optOuts,
    }),
  );
  const shared = {
    x: { key: "day", label: t("day") },
    // A day has no zone: it is the same one everywhere.
    formatX: (day: string) => format.monthDay(`${day}T12:00:00`),
  };
  const series = (keys: readonly string[], words: (key: string) => string) =>
    keys.map((key) => ({ key, label: words(key) }));
  const some = (keys: readonly (keyof (typeof rows)[number])[]) =>
    rows.some((row) => keys.some((key) => Number(row[key]) > 0)) ? rows : [];
  return (
    <div className={css.charts}>
      <Chart
        {...shared}
        kind="line"
        title={t("daily.messages")}
        rows={some(["inbound", "replies", "campaigns"])}
        series={series(["inbound", "replies", "campaigns"], (key) => t(`daily.${key as "inbound"}`))}
      />
      <Chart
        {...shared}
        kind="bar"
        title={t("daily.tickets")}
        rows={some(["opened", "closed"])}
        series={series(["opened", "closed"], (key) => t(`daily.${key as "opened"}`))}
      />
      <Chart
        {...shared}
        kind="bar"
        title={t("daily.delivery")}
        text={t("summary.funnelHint")}
        rows={some(["delivered", "read", "failed"])}
        series={series(["delivered", "read", "failed"], (key) => t(`steps.${key as "read"}`))}
      />
      <Chart
        {...shared}
        kind="bar"
        title={t("daily.optOuts")}
        rows={some(["optOuts"])}
        series={[{ key: "optOuts", label: t("daily.optOuts") }]}
      />
    </div>
  );
}
