/** One campaign's report: how far its messages came, how fast, why some failed, and which variant did better. */

import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { Printer, Send } from "lucide-react";
import { useTranslations } from "use-intl";
import { useChannels } from "@/shared/api/lookups";
import { useMay } from "@/shared/api/session";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { ButtonLink } from "@/shared/ui/ButtonLink";
import { Chart } from "@/shared/ui/Chart";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { ForbiddenPage } from "@/shared/ui/ForbiddenPage";
import { Page } from "@/shared/ui/Page";
import { Skeleton } from "@/shared/ui/Skeleton";
import { Time } from "@/shared/ui/Time";
import { Curve } from "./Curve";
import css from "./campaigns.module.css";
import { Downloads } from "./Downloads";
import { type CampaignReport, useCampaignReport } from "./data";
import { Failures } from "./Failures";
import { Figures } from "./Figures";
import { FUNNEL } from "./rules";
import { StatusBadge } from "./StatusBadge";
import { Variants } from "./Variants";

export function CampaignReportScreen() {
  const t = useTranslations("reportsCampaigns");
  const { campaignId } = useParams({ from: "/shell/reports/campaigns/$campaignId" });
  const search = useSearch({ from: "/shell/reports/campaigns/$campaignId" });
  const navigate = useNavigate();
  const mayRead = useMay("reports:read");
  const { data, error, refetch, isFetching } = useCampaignReport(campaignId);
  if (!mayRead) return <ForbiddenPage title={t("report")} />;
  const leave = () => void navigate({ to: "/reports/{-$tab}", params: { tab: "campaigns" }, search });
  if (data) return <Report report={data} onLeave={leave} />;
  return (
    <Page title={t("report")} onBack={leave}>
      {error ? (
        <ErrorBox error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
      ) : (
        <Skeleton kind="block" height={420} />
      )}
    </Page>
  );
}

function Report({ report, onLeave }: { report: CampaignReport; onLeave: () => void }) {
  const t = useTranslations("reportsCampaigns");
  return (
    <Page
      title={report.name}
      badge={<StatusBadge status={report.status} />}
      text={<About report={report} />}
      onBack={onLeave}
      actions={<Actions report={report} />}
    >
      {!report.consistent && <Banner>{t("counting")}</Banner>}
      <Figures report={report} />
      <div className={css.columns}>
        <Chart
          kind="funnel"
          title={t("funnel.title")}
          text={t("funnel.hint")}
          x={{ key: "step", label: t("funnel.step") }}
          series={[{ key: "recipients", label: t("recipients") }]}
          rows={
            report.funnel.recipients === 0
              ? []
              : FUNNEL.map((step) => ({ step, recipients: report.funnel[step] }))
          }
          formatX={(step) => t(step as (typeof FUNNEL)[number])}
        />
        <Failures report={report} />
      </div>
      {report.variants.length > 1 && <Variants report={report} />}
      <Curve report={report} />
    </Page>
  );
}

function About({ report }: { report: CampaignReport }) {
  const t = useTranslations("reportsCampaigns");
  const channel = useChannels().byId.get(report.channelId);
  const parts = [
    channel && (
      <span key="channel" dir="auto">
        {channel.name}
      </span>
    ),
    report.startedAt && (
      <span key="started">
        {t("startedAt")} <Time at={report.startedAt} />
      </span>
    ),
    report.finishedAt && (
      <span key="finished">
        {t("finishedAt")} <Time at={report.finishedAt} />
      </span>
    ),
  ];
  return <span className={css.about}>{parts}</span>;
}

function Actions({ report }: { report: CampaignReport }) {
  const t = useTranslations("reportsCampaigns");
  const mayOpen = useMay("campaigns:read");
  return (
    <div className={css.actions}>
      {mayOpen && (
        <ButtonLink icon={Send} to="/campaigns/$campaignId/live" params={{ campaignId: report.id }}>
          {t("open")}
        </ButtonLink>
      )}
      <Button icon={Printer} onClick={() => window.print()}>
        {t("print")}
      </Button>
      <Downloads report={report} />
    </div>
  );
}
