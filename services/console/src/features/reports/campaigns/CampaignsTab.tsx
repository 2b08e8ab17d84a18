/** Campaigns that started in the period, what came of each, and the way to its report. */

import { Link, Navigate } from "@tanstack/react-router";
import { Megaphone } from "lucide-react";
import { useTranslations } from "use-intl";
import { useChannels } from "@/shared/api/lookups";
import { useFormat } from "@/shared/format/useFormat";
import { Button } from "@/shared/ui/Button";
import { type Column, DataTable } from "@/shared/ui/DataTable";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Select } from "@/shared/ui/Select";
import { Time } from "@/shared/ui/Time";
import { STATUSES } from "../search";
import type { ReportProps } from "../tabs";
import css from "./campaigns.module.css";
import { type CampaignRow, useCampaignReports } from "./data";
import { ListDownload } from "./ListDownload";
import { StatusBadge } from "./StatusBadge";

export function CampaignsTab({ search, period, onSearch }: Omit<ReportProps, "asked">) {
  const t = useTranslations("reportsCampaigns");
  const listed = { period, channelId: search.channel, status: search.state };
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useCampaignReports(listed);
  const columns = useColumns();
  // Where a report was until it had an address of its own.
  if (search.campaign) {
    const { campaign: campaignId, ...rest } = search;
    return <Navigate to="/reports/campaigns/$campaignId" params={{ campaignId }} search={rest} replace />;
  }
  if (error && !data) return <ErrorBox error={error} onRetry={() => void refetch()} />;
  return (
    <>
      <div className={css.bar}>
        <Select
          inline
          prefix={t("status")}
          value={search.state ?? "any"}
          onValue={(status) => onSearch({ state: status === "any" ? undefined : status })}
          options={[
            { value: "any", label: t("anyStatus") },
            ...STATUSES.map((value) => ({ value, label: t(`statuses.${value}`) })),
          ]}
        />
        {data && data.pages[0]?.items.length !== 0 && <ListDownload listed={listed} />}
      </div>
      <DataTable
        label={t("title")}
        rows={data?.pages.flatMap((page) => page.items)}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        rowLink={(row) => (
          <Link to="/reports/campaigns/$campaignId" params={{ campaignId: row.id }} search={search} />
        )}
        columns={columns}
        {...(hasNextPage && { onMore: () => void fetchNextPage() })}
        isLoadingMore={isFetchingNextPage}
        empty={<None search={search} onSearch={onSearch} />}
      />
    </>
  );
}

function useColumns(): Column<CampaignRow>[] {
  const t = useTranslations("reportsCampaigns");
  const format = useFormat();
  const channels = useChannels();
  const share = (part: number | null | undefined) => (part == null ? "–" : format.percent(part, 1));
  return [
    { id: "name", header: t("name"), width: "24%", cell: (row) => <span dir="auto">{row.name}</span> },
    { id: "status", header: t("status"), cell: (row) => <StatusBadge status={row.status} /> },
    {
      id: "channel",
      header: t("channel"),
      hideInCards: true,
      cell: (row) => <span dir="auto">{channels.byId.get(row.channelId)?.name ?? "–"}</span>,
    },
    {
      id: "started",
      header: t("started"),
      cell: (row) => (row.startedAt ? <Time at={row.startedAt} /> : "–"),
    },
    { id: "total", header: t("recipients"), align: "end", cell: (row) => format.number(row.total) },
    ...(["delivered", "read", "replied"] as const).map((rate) => ({
      id: rate,
      header: t(rate),
      align: "end" as const,
      cell: (row: CampaignRow) => share(row.rates[rate]),
    })),
    {
      id: "optOuts",
      header: t("optOuts"),
      align: "end",
      cell: (row) => format.number(row.optOuts),
    },
    {
      id: "duration",
      header: t("duration"),
      align: "end",
      hideInCards: true,
      cell: (row) => (
        <span className={css.length}>
          {row.durationSeconds === null ? "–" : format.duration(row.durationSeconds * 1000)}
        </span>
      ),
    },
  ];
}

/** Nothing in the table: because of the filters, or because nothing was sent for so long. */
function None({ search, onSearch }: Pick<ReportProps, "search" | "onSearch">) {
  const t = useTranslations("reportsCampaigns");
  const isFiltered = search.state !== undefined || search.channel !== undefined;
  const isWhole = search.days === 365;
  if (isFiltered)
    return (
      <Empty
        icon={Megaphone}
        title={t("noneLikeThat")}
        text={t("noneLikeThatText")}
        action={
          <Button onClick={() => onSearch({ state: undefined, channel: undefined })}>
            {t("clearFilters")}
          </Button>
        }
      />
    );
  return (
    <Empty
      icon={Megaphone}
      title={t("none")}
      text={t("noneText")}
      action={
        !isWhole && (
          <Button onClick={() => onSearch({ days: 365, from: undefined, to: undefined })}>
            {t("lastYear")}
          </Button>
        )
      }
    />
  );
}
