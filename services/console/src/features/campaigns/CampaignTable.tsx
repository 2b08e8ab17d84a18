/** The list of campaigns: state, progress while they are sent, what came of them. */

import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Ellipsis, Megaphone, SearchX } from "lucide-react";
import { useTranslations } from "use-intl";
import { useChannels } from "@/shared/api/lookups";
import { useMay } from "@/shared/api/session";
import { useFormat } from "@/shared/format/useFormat";
import { Button } from "@/shared/ui/Button";
import { type Column, DataTable } from "@/shared/ui/DataTable";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { IconButton } from "@/shared/ui/IconButton";
import { Menu } from "@/shared/ui/Menu";
import { Progress } from "@/shared/ui/Progress";
import { Time } from "@/shared/ui/Time";
import { useCampaignMenu, useMoves } from "./actions";
import css from "./campaigns.module.css";
import { listQuery } from "./data";
import { useCampaignsLive } from "./live";
import { type Campaign, doneOf, funnelOf, isDraft, isLive, totalOf } from "./rules";
import { StatusBadge } from "./StatusBadge";
import type { CampaignsSearch } from "./search";

interface CampaignTableProps {
  search: CampaignsSearch;
  onNew: () => void;
  onAll: () => void;
}

export function CampaignTable({ search, onNew, onAll }: CampaignTableProps) {
  const t = useTranslations("campaigns");
  const mayWrite = useMay("campaigns:write");
  const channels = useChannels();
  const query = useInfiniteQuery(listQuery(search));
  useCampaignsLive();
  const rows = query.data?.pages.flatMap((page) => page.items);
  if (query.error && !rows)
    return (
      <ErrorBox
        error={query.error}
        title={t("list.failed")}
        onRetry={() => void query.refetch()}
        isRetrying={query.isFetching}
      />
    );
  const isFiltered = search.status !== undefined || search.archived !== undefined;
  return (
    <DataTable
      label={t("title")}
      columns={[
        { id: "name", header: t("list.name"), cell: (row) => <Name campaign={row} channels={channels} /> },
        { id: "status", header: t("list.status"), cell: (row) => <StatusBadge status={row.status} /> },
        { id: "progress", header: t("list.progress"), width: "22%", cell: (row) => <Sent campaign={row} /> },
        ...(["delivered", "read", "replied"] as const).map(
          (step): Column<Campaign> => ({
            id: step,
            header: t(`funnel.${step}`),
            align: "end",
            hideInCards: true,
            cell: (row) => <Share campaign={row} step={step} />,
          }),
        ),
        { id: "when", header: t("list.when"), hideInCards: true, cell: (row) => <When campaign={row} /> },
        {
          id: "menu",
          header: t("list.actions"),
          hideHeader: true,
          align: "end",
          cell: (row) => <RowMenu campaign={row} />,
        },
      ]}
      rows={rows}
      rowId={(row) => row.id}
      rowName={(row) => row.name}
      rowLink={(row) => (
        <Link
          to={isDraft(row) ? "/campaigns/$campaignId/edit" : "/campaigns/$campaignId/live"}
          params={{ campaignId: row.id }}
        />
      )}
      onMore={query.hasNextPage ? () => void query.fetchNextPage() : undefined}
      isLoadingMore={query.isFetchingNextPage}
      empty={
        isFiltered ? (
          <Empty
            icon={SearchX}
            title={t("list.noneFound")}
            action={<Button onClick={onAll}>{t("filter.showAll")}</Button>}
          />
        ) : (
          <Empty
            icon={Megaphone}
            title={t("list.empty")}
            text={t("list.emptyText")}
            action={
              mayWrite && (
                <Button variant="primary" onClick={onNew}>
                  {t("new.action")}
                </Button>
              )
            }
          />
        )
      }
    />
  );
}

function Name({ campaign, channels }: { campaign: Campaign; channels: ReturnType<typeof useChannels> }) {
  const channel = channels.byId.get(campaign.channelId);
  return (
    <span className={css.name}>
      <span dir="auto">{campaign.name}</span>
      {channel && <span className={css.under}>{channel.name}</span>}
    </span>
  );
}

function Sent({ campaign }: { campaign: Campaign }) {
  const t = useTranslations("campaigns");
  const format = useFormat();
  const total = totalOf(campaign.counts);
  if (total === 0) {
    return campaign.targets > 0 ? (
      <span className={css.quiet}>{t("list.targets", { count: campaign.targets })}</span>
    ) : null;
  }
  const done = doneOf(campaign.counts);
  const text = t("list.doneOf", { done: format.number(done), total: format.number(total) });
  if (!isLive(campaign.status) && done === total) return <span>{format.number(total)}</span>;
  return (
    <span className={css.progress}>
      <Progress label={t("list.progress")} hideLabel value={done} max={total} text={text} />
      <span className={css.under}>{text}</span>
    </span>
  );
}

function Share({ campaign, step }: { campaign: Campaign; step: "delivered" | "read" | "replied" }) {
  const format = useFormat();
  const funnel = funnelOf(campaign.counts, campaign.replies);
  const sent = funnel[1]?.count ?? 0;
  const found = funnel.find((each) => each.step === step)?.count ?? 0;
  return sent > 0 ? <span className={css.figure}>{format.percent(found / sent)}</span> : null;
}

function When({ campaign }: { campaign: Campaign }) {
  const t = useTranslations("campaigns");
  if (campaign.status === "scheduled" && campaign.scheduledAt)
    return (
      <span>
        {t("list.at")} <Time at={campaign.scheduledAt} />
      </span>
    );
  return <Time at={campaign.startedAt ?? campaign.createdAt} kind="list" />;
}

function RowMenu({ campaign }: { campaign: Campaign }) {
  const t = useTranslations("campaigns");
  const { moves } = useMoves(campaign);
  const others = useCampaignMenu(campaign);
  const items = [
    ...moves.map(({ label, icon, run, action }) => ({
      label,
      icon,
      danger: action === "cancel",
      onSelect: run,
    })),
    ...others,
  ];
  if (items.length === 0) return null;
  return (
    <Menu
      trigger={<IconButton size="small" icon={Ellipsis} label={t("list.menu", { name: campaign.name })} />}
      items={items}
    />
  );
}
