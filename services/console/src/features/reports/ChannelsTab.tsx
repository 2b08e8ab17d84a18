/** The period of each channel beside the others'. */

import { Link } from "@tanstack/react-router";
import { Smartphone } from "lucide-react";
import { useTranslations } from "use-intl";
import { type Channel, useChannels } from "@/shared/api/lookups";
import { useFormat } from "@/shared/format/useFormat";
import { Chart } from "@/shared/ui/Chart";
import { DataTable } from "@/shared/ui/DataTable";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Skeleton } from "@/shared/ui/Skeleton";
import { type Summary, useSummaries } from "./data";
import css from "./reports.module.css";
import type { ReportProps } from "./tabs";

interface Row {
  channel: Channel;
  summary: Summary;
}

export function ChannelsTab({ period }: ReportProps) {
  const t = useTranslations("reports");
  const channels = useChannels();
  const summaries = useSummaries(
    period,
    channels.list.map(({ id }) => id),
  );
  const error = channels.query.error ?? summaries.find((one) => one.error)?.error;
  if (error) {
    const again = () =>
      void Promise.all([channels.query.refetch(), ...summaries.map((summary) => summary.refetch())]);
    return <ErrorBox error={error} onRetry={again} />;
  }
  if (!channels.query.data || summaries.some((one) => !one.data))
    return <Skeleton kind="block" height={320} />;
  const rows = channels.list.flatMap((channel, at) => {
    const summary = summaries[at]?.data;
    return summary ? [{ channel, summary }] : [];
  });
  if (rows.length === 0) {
    return (
      <Empty
        icon={Smartphone}
        title={t("channels.none")}
        action={<Link to="/channels/new">{t("channels.connect")}</Link>}
      />
    );
  }
  return (
    <div className={css.stack}>
      <Chart
        kind="bar"
        title={t("channels.messages")}
        x={{ key: "channel", label: t("channel") }}
        series={(["inbound", "replies", "campaigns"] as const).map((key) => ({
          key,
          label: t(`daily.${key}`),
        }))}
        rows={rows.map(({ channel, summary: { totals } }) => ({
          channel: channel.name,
          inbound: totals.inbound,
          replies: totals.replies.sent,
          campaigns: totals.campaigns.sent,
        }))}
      />
      <ChannelTable rows={rows} />
    </div>
  );
}

function ChannelTable({ rows }: { rows: readonly Row[] }) {
  const t = useTranslations("reports");
  const format = useFormat();
  const number = (header: string, value: (row: Row) => number) => ({
    id: header,
    header,
    align: "end" as const,
    cell: (row: Row) => format.number(value(row)),
  });
  return (
    <DataTable
      label={t("tabs.channels")}
      rows={rows}
      rowId={({ channel }) => channel.id}
      rowName={({ channel }) => channel.name}
      rowLink={({ channel }) => <Link to="/channels/{-$channelId}" params={{ channelId: channel.id }} />}
      columns={[
        {
          id: "name",
          header: t("channel"),
          cell: ({ channel }) => (
            <span className={css.channel}>
              <span dir="auto">{channel.name}</span>
              {channel.displayPhone && <small>{format.phone(channel.displayPhone)}</small>}
            </span>
          ),
        },
        number(t("summary.inbound"), ({ summary }) => summary.totals.inbound),
        number(t("summary.replies"), ({ summary }) => summary.totals.replies.sent),
        number(t("daily.campaigns"), ({ summary }) => summary.totals.campaigns.sent),
        number(
          t("steps.failed"),
          ({ summary: { totals } }) => totals.replies.failed + totals.campaigns.failed,
        ),
        number(t("summary.opened"), ({ summary }) => summary.totals.ticketsOpened),
        {
          id: "firstReply",
          header: t("summary.firstReply"),
          align: "end",
          cell: ({ summary: { firstReply } }) =>
            firstReply.medianSeconds === null ? "–" : format.duration(firstReply.medianSeconds * 1000),
        },
        number(t("summary.optOuts"), ({ summary }) => summary.totals.optOuts),
      ]}
    />
  );
}
