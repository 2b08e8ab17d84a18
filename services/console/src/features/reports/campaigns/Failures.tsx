/** Why messages of a campaign failed, the most frequent reason first, and the way to those who got none. */

import { Link } from "@tanstack/react-router";
import { CircleCheck } from "lucide-react";
import { useLocale, useTranslations } from "use-intl";
import { useMay } from "@/shared/api/session";
import { useFormat } from "@/shared/format/useFormat";
import { Empty } from "@/shared/ui/Empty";
import css from "./campaigns.module.css";
import type { CampaignReport } from "./data";
import { Share } from "./Share";

export function Failures({ report }: { report: CampaignReport }) {
  const t = useTranslations("reportsCampaigns");
  const format = useFormat();
  const mayOpen = useMay("campaigns:read");
  const language = useLocale().startsWith("pt") ? "pt" : "en";
  const all = report.failures.reduce((sum, { count }) => sum + count, 0);
  return (
    <section className={css.card} aria-labelledby="failures-title">
      <div className={css.heading}>
        <h2 id="failures-title" className={css.title}>
          {t("failures")}
        </h2>
        {all > 0 && mayOpen && (
          <Link
            to="/campaigns/$campaignId/recipients"
            params={{ campaignId: report.id }}
            search={{ status: "failed" }}
          >
            {t("whoFailed")}
          </Link>
        )}
      </div>
      {all === 0 ? (
        <Empty compact icon={CircleCheck} title={t("noneFailed")} />
      ) : (
        <table className={css.table} aria-labelledby="failures-title">
          <thead>
            <tr>
              <th scope="col">{t("reason")}</th>
              <th scope="col">{t("messages")}</th>
              <th scope="col" className={css.wide}>
                {t("ofFailed")}
              </th>
            </tr>
          </thead>
          <tbody>
            {report.failures.map(({ reason, count }) => (
              <tr key={reason?.code ?? "none"}>
                <th scope="row">{reason ? reason[language] : t("noReason")}</th>
                <td>{format.number(count)}</td>
                <td>
                  <Share value={count / all} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
