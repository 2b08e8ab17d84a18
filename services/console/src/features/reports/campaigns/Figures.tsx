/** The numbers of a campaign, at a glance: each rate with what it is a part of. */

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import css from "./campaigns.module.css";
import type { CampaignReport } from "./data";

export function Figures({ report }: { report: CampaignReport }) {
  const t = useTranslations("reportsCampaigns");
  const format = useFormat();
  const { delivery, rates, funnel, durationSeconds, messagesPerSecond } = report;
  const share = (part: number | null | undefined) => (part == null ? "–" : format.percent(part, 1));
  const count = (of: "delivered" | "read" | "replied" | "failed" | "optOuts", found: number, all: number) =>
    t(`of.${of}`, { count: format.number(found), all: format.number(all) });
  return (
    <dl className={css.figures}>
      <Figure name={t("recipients")} value={format.number(report.total)} />
      <Figure
        name={t("delivered")}
        value={share(rates.delivered)}
        hint={count("delivered", funnel.delivered, funnel.sent)}
      />
      <Figure
        name={t("read")}
        value={share(rates.read)}
        hint={count("read", funnel.read, funnel.delivered)}
      />
      <Figure
        name={t("replied")}
        value={share(rates.replied)}
        hint={count("replied", funnel.replied, funnel.delivered)}
      />
      <Figure
        name={t("optOuts")}
        value={share(rates.optOuts)}
        hint={count("optOuts", report.optOuts, funnel.delivered)}
      />
      <Figure
        name={t("failed")}
        value={share(rates.failed)}
        hint={
          <>
            {count("failed", delivery.failed, delivery.attempted)}
            {delivery.unconfirmed > 0 && (
              <span className={css.more}>{t("unconfirmed", { count: delivery.unconfirmed })}</span>
            )}
          </>
        }
      />
      <Figure
        name={t("duration")}
        value={durationSeconds === null ? "–" : format.duration(durationSeconds * 1000)}
        hint={messagesPerSecond !== null && t("perSecond", { count: format.number(messagesPerSecond, 1) })}
      />
    </dl>
  );
}

function Figure({ name, value, hint }: { name: string; value: string; hint?: ReactNode }) {
  return (
    <div className={css.figure}>
      <dt>{name}</dt>
      <dd className={css.value}>{value}</dd>
      {hint && <dd className={css.hint}>{hint}</dd>}
    </div>
  );
}
