/** A campaign on its way: how far it is, what comes of it, and what can be done about it. */

import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import { Ellipsis, Users } from "lucide-react";
import { useTranslations } from "use-intl";
import { useChannels } from "@/shared/api/lookups";
import { useMay } from "@/shared/api/session";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { ButtonLink } from "@/shared/ui/ButtonLink";
import { Chart } from "@/shared/ui/Chart";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { ForbiddenPage } from "@/shared/ui/ForbiddenPage";
import { IconButton } from "@/shared/ui/IconButton";
import { Menu } from "@/shared/ui/Menu";
import { Page } from "@/shared/ui/Page";
import { Skeleton } from "@/shared/ui/Skeleton";
import { Time } from "@/shared/ui/Time";
import { useCampaignMenu, useMoves } from "./actions";
import { campaignQuery } from "./data";
import { useCampaignsLive } from "./live";
import { History } from "./live/History";
import css from "./live/live.module.css";
import { Outcomes } from "./live/Outcomes";
import { Pace } from "./live/Pace";
import { Runs } from "./live/Runs";
import { Variants } from "./live/Variants";
import { useReasonWords } from "./reasons";
import { type Campaign, funnelOf, totalOf } from "./rules";
import { StatusBadge } from "./StatusBadge";

export function CampaignLiveScreen() {
  const t = useTranslations("campaigns");
  const { campaignId } = useParams({ from: "/shell/campaigns/$campaignId/live" });
  const navigate = useNavigate();
  const mayRead = useMay("campaigns:read");
  const query = useQuery(campaignQuery(campaignId));
  useCampaignsLive();
  if (!mayRead) return <ForbiddenPage title={t("title")} />;
  const leave = () => void navigate({ to: "/campaigns", search: {} });
  if (query.isPending)
    return (
      <Page title={t("title")} onBack={leave}>
        <Skeleton kind="block" height={320} />
      </Page>
    );
  if (!query.data)
    return (
      <Page title={t("title")} onBack={leave}>
        <ErrorBox
          error={query.error}
          title={t("edit.failed")}
          onRetry={() => void query.refetch()}
          isRetrying={query.isFetching}
        />
      </Page>
    );
  return <Live campaign={query.data} onLeave={leave} />;
}

function Live({ campaign, onLeave }: { campaign: Campaign; onLeave: () => void }) {
  const t = useTranslations("campaigns");
  const channels = useChannels();
  const { moves, isBusy } = useMoves(campaign);
  const menu = useCampaignMenu(campaign, onLeave);
  const channel = channels.byId.get(campaign.channelId);
  const [main] = moves;
  const isRecurring = campaign.type === "recurring";
  const hasRecipients = totalOf(campaign.counts) > 0;
  return (
    <Page
      title={campaign.name}
      badge={<StatusBadge status={campaign.status} />}
      text={
        <>
          {channel?.name}
          {campaign.startedAt && (
            <>
              {" · "}
              {t("live.started")} <Time at={campaign.startedAt} />
            </>
          )}
          {campaign.finishedAt && (
            <>
              {" · "}
              {t("live.finished")} <Time at={campaign.finishedAt} />
            </>
          )}
        </>
      }
      onBack={onLeave}
      actions={
        <>
          {hasRecipients && (
            <ButtonLink
              to="/campaigns/$campaignId/recipients"
              params={{ campaignId: campaign.id }}
              search={{}}
              icon={Users}
            >
              {t("live.recipients")}
            </ButtonLink>
          )}
          {main && (
            <Button
              icon={main.icon}
              busy={isBusy}
              variant={main.action === "resume" ? "primary" : "secondary"}
              onClick={main.run}
            >
              {main.label}
            </Button>
          )}
          {(moves.length > 1 || menu.length > 0) && (
            <Menu
              trigger={<IconButton icon={Ellipsis} label={t("list.menu", { name: campaign.name })} />}
              items={[
                ...moves.slice(1).map(({ label, icon, run, action }) => ({
                  label,
                  icon,
                  danger: action === "cancel",
                  onSelect: run,
                })),
                ...menu,
              ]}
            />
          )}
        </>
      }
    >
      <Notices campaign={campaign} />
      {isRecurring ? (
        <Runs campaign={campaign} />
      ) : (
        <>
          <Pace campaign={campaign} />
          {hasRecipients && (
            <div className={css.columns}>
              <Chart
                kind="funnel"
                title={t("live.funnel")}
                rows={funnelOf(campaign.counts, campaign.replies).map(({ step, count }) => ({
                  step: t(`funnel.${step}`),
                  count,
                }))}
                x={{ key: "step", label: t("live.step") }}
                series={[{ key: "count", label: t("live.people") }]}
              />
              <Outcomes campaign={campaign} />
            </div>
          )}
          {campaign.variants && <Variants campaign={campaign} />}
        </>
      )}
      <History campaign={campaign} />
    </Page>
  );
}

function Notices({ campaign }: { campaign: Campaign }) {
  const t = useTranslations("campaigns");
  const reasonWords = useReasonWords();
  const { failureReason, noticeReason, nextWindowAt, status } = campaign;
  return (
    <>
      {failureReason && (
        <Banner
          tone={status === "failed" ? "danger" : "warning"}
          title={t(status === "failed" ? "live.failed" : "live.paused")}
        >
          {reasonWords(failureReason)}
        </Banner>
      )}
      {noticeReason && <Banner>{reasonWords(noticeReason)}</Banner>}
      {nextWindowAt && (
        <Banner title={t("live.waits")}>
          {t("live.goesOn")} <Time at={nextWindowAt} />
        </Banner>
      )}
      {status === "scheduled" && campaign.scheduledAt && (
        <Banner title={t(campaign.type === "recurring" ? "live.nextRun" : "live.scheduled")}>
          <Time at={campaign.scheduledAt} />
        </Banner>
      )}
    </>
  );
}
