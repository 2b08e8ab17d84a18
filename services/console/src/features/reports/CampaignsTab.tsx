/** Campaigns that have started, and the report of the one that is open. */

import { Link, useNavigate } from "@tanstack/react-router";
import { Megaphone } from "lucide-react";
import { lazy, Suspense } from "react";
import { useTranslations } from "use-intl";
import { useChannels } from "@/shared/api/lookups";
import { useFormat } from "@/shared/format/useFormat";
import { Badge, type BadgeTone } from "@/shared/ui/Badge";
import { DataTable } from "@/shared/ui/DataTable";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Time } from "@/shared/ui/Time";
import { type CampaignRow, useCampaignReports } from "./data";
import type { ReportProps } from "./tabs";

const CampaignDrawer = lazy(() =>
  import("./CampaignDrawer").then((module) => ({ default: module.CampaignDrawer })),
);

const TONES: Partial<Record<CampaignRow["status"], BadgeTone>> = {
  running: "accent",
  expanding: "accent",
  paused: "warning",
  failed: "danger",
};

export function CampaignsTab({ search }: ReportProps) {
  const t = useTranslations("reports");
  const openId = search.campaign;
  const format = useFormat();
  const navigate = useNavigate();
  const channels = useChannels();
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useCampaignReports();
  if (error && !data) return <ErrorBox error={error} onRetry={() => void refetch()} />;
  const rows = data?.pages.flatMap((page) => page.items);
  const close = () =>
    navigate({
      to: "/reports/{-$tab}",
      params: { tab: "campaigns" },
      search: ({ campaign: _, ...rest }) => rest,
    });
  return (
    <>
      <DataTable
        label={t("tabs.campaigns")}
        rows={rows}
        rowId={(row) => row.id}
        rowName={(row) => row.name}
        rowLink={(row) => (
          <Link
            to="/reports/{-$tab}"
            params={{ tab: "campaigns" }}
            search={(before) => ({ ...before, campaign: row.id })}
          />
        )}
        {...(openId !== undefined && { currentId: openId })}
        columns={[
          { id: "name", header: t("campaigns.name"), cell: (row) => <span dir="auto">{row.name}</span> },
          {
            id: "status",
            header: t("campaigns.status"),
            cell: (row) => (
              <Badge tone={TONES[row.status] ?? "neutral"}>{t(`campaigns.statuses.${row.status}`)}</Badge>
            ),
          },
          {
            id: "channel",
            header: t("channel"),
            hideInCards: true,
            cell: (row) => channels.byId.get(row.channelId)?.name ?? "–",
          },
          {
            id: "started",
            header: t("campaigns.started"),
            cell: (row) => (row.startedAt ? <Time at={row.startedAt} /> : "–"),
          },
          {
            id: "total",
            header: t("campaigns.recipients"),
            align: "end",
            cell: (row) => format.number(row.total),
          },
          {
            id: "duration",
            header: t("campaigns.duration"),
            align: "end",
            hideInCards: true,
            cell: (row) => (row.durationSeconds === null ? "–" : format.duration(row.durationSeconds * 1000)),
          },
        ]}
        {...(hasNextPage && { onMore: () => void fetchNextPage() })}
        isLoadingMore={isFetchingNextPage}
        empty={<Empty icon={Megaphone} title={t("campaigns.none")} text={t("campaigns.noneText")} />}
      />
      {openId !== undefined && (
        <Suspense>
          <CampaignDrawer campaignId={openId} onClose={() => void close()} />
        </Suspense>
      )}
    </>
  );
}
