/** The runs of a recurring campaign, newest first. */

import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Repeat } from "lucide-react";
import { useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import { DataTable } from "@/shared/ui/DataTable";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Time } from "@/shared/ui/Time";
import { runsQuery } from "../data";
import { type Campaign, funnelOf } from "../rules";
import { StatusBadge } from "../StatusBadge";

export function Runs({ campaign }: { campaign: Campaign }) {
  const t = useTranslations("campaigns");
  const format = useFormat();
  const query = useInfiniteQuery(runsQuery(campaign.id));
  if (query.error && !query.data)
    return <ErrorBox compact error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <DataTable
      label={t("live.runs")}
      columns={[
        {
          id: "number",
          header: t("live.run"),
          cell: (row) => t("live.runNumber", { number: row.runNumber ?? 0 }),
        },
        { id: "status", header: t("list.status"), cell: (row) => <StatusBadge status={row.status} /> },
        {
          id: "when",
          header: t("list.when"),
          cell: (row) => <Time at={row.startedAt ?? row.createdAt} />,
        },
        ...(["sent", "read", "replied"] as const).map((step) => ({
          id: step,
          header: t(`funnel.${step}`),
          align: "end" as const,
          cell: (row: Campaign) =>
            format.number(funnelOf(row.counts, row.replies).find((each) => each.step === step)?.count ?? 0),
        })),
      ]}
      rows={query.data?.pages.flatMap((page) => page.items)}
      rowId={(row) => row.id}
      rowName={(row) => t("live.runNumber", { number: row.runNumber ?? 0 })}
      rowLink={(row) => <Link to="/campaigns/$campaignId/live" params={{ campaignId: row.id }} />}
      onMore={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
      isLoadingMore={query.isFetchingNextPage}
      empty={<Empty icon={Repeat} title={t("live.noRuns")} compact />}
    />
  );
}
