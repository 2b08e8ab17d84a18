/** One campaign's report: how far its messages came, how fast, why some failed, and the file of all of them. */

import { Link } from "@tanstack/react-router";
import { Download } from "lucide-react";
import { useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { useMay } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { useFormat } from "@/shared/format/useFormat";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Chart } from "@/shared/ui/Chart";
import { Drawer } from "@/shared/ui/Drawer";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Skeleton } from "@/shared/ui/Skeleton";
import { toast } from "@/shared/ui/toast";
import { type CampaignReport, exportLink, useCampaignReport } from "./data";
import css from "./reports.module.css";

export function CampaignDrawer({ campaignId, onClose }: { campaignId: string; onClose: () => void }) {
  const t = useTranslations("reports.campaigns");
  const { data, error, refetch } = useCampaignReport(campaignId);
  return (
    <Drawer
      open
      size="large"
      title={data?.name ?? t("report")}
      onClose={onClose}
      footer={data && <Actions campaignId={campaignId} />}
    >
      {error ? (
        <ErrorBox error={error} onRetry={() => void refetch()} />
      ) : data ? (
        <Report report={data} />
      ) : (
        <Skeleton kind="block" height={320} />
      )}
    </Drawer>
  );
}

function Actions({ campaignId }: { campaignId: string }) {
  const t = useTranslations("reports.campaigns");
  const words = useProblemWords();
  const mayRead = useMay("campaigns:read");
  const [isBusy, setBusy] = useState(false);
  const download = async () => {
    setBusy(true);
    try {
      location.assign(await exportLink(campaignId));
    } catch (error) {
      toast({ text: words(error), tone: "danger" });
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={css.actions}>
      <Button icon={Download} busy={isBusy} onClick={() => void download()}>
        {t("download")}
      </Button>
      {mayRead && (
        <Link to="/campaigns/$campaignId/live" params={{ campaignId }}>
          {t("open")}
        </Link>
      )}
    </div>
  );
}

function Report({ report }: { report: CampaignReport }) {
  const t = useTranslations("reports");
  const format = useFormat();
  const language = useLocale().startsWith("pt") ? "pt" : "en";
  const { attempted, sent, delivered, read, failed, unconfirmed } = report.delivery;
  const steps = { attempted, sent, delivered, read };
  const share = (part: number | null) => (part === null ? "–" : format.percent(part, 1));
  const facts: [string, string][] = [
    [t("campaigns.recipients"), format.number(report.total)],
    [t("campaigns.deliveredRate"), share(report.rates.delivered)],
    [t("campaigns.readRate"), share(report.rates.read)],
    [t("campaigns.failedRate"), share(report.rates.failed)],
    [t("steps.failed"), format.number(failed)],
    [t("campaigns.unconfirmed"), format.number(unconfirmed)],
    [
      t("campaigns.duration"),
      report.durationSeconds === null ? "–" : format.duration(report.durationSeconds * 1000),
    ],
    [
      t("campaigns.speed"),
      report.messagesPerSecond === null
        ? "–"
        : t("campaigns.perSecond", { count: format.number(report.messagesPerSecond, 1) }),
    ],
  ];
  return (
    <div className={css.report}>
      {!report.consistent && <Banner tone="info">{t("campaigns.counting")}</Banner>}
      <dl className={css.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Chart
        kind="funnel"
        title={t("campaigns.funnel")}
        x={{ key: "step", label: t("step") }}
        series={[{ key: "messages", label: t("messages") }]}
        rows={attempted === 0 ? [] : Object.entries(steps).map(([step, messages]) => ({ step, messages }))}
        formatX={(step) => t(`steps.${step as keyof typeof steps}`)}
      />
      {report.failures.length > 0 && (
        <section aria-labelledby="failures">
          <h3 id="failures" className={css.heading}>
            {t("campaigns.failures")}
          </h3>
          <ul className={css.failures}>
            {report.failures.map(({ reason, count }) => (
              <li key={reason?.code ?? "none"}>
                <span>{reason ? reason[language] : t("campaigns.noReason")}</span>
                <strong>{format.number(count)}</strong>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
