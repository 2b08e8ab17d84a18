/** How the variants do beside each other: the share of each that was delivered, read, failed. */

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import { DataTable } from "@/shared/ui/DataTable";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { variantsQuery } from "../data";
import { type Campaign, type Counts, funnelOf } from "../rules";
import css from "./live.module.css";

export function Variants({ campaign }: { campaign: Campaign }) {
  const t = useTranslations("campaigns");
  const format = useFormat();
  const query = useQuery(variantsQuery(campaign.id));
  const share = (counts: Counts, step: "delivered" | "read") => {
    const funnel = funnelOf(counts, 0);
    const sent = funnel[1]?.count ?? 0;
    const found = funnel.find((each) => each.step === step)?.count ?? 0;
    return sent > 0 ? `${format.percent(found / sent)} (${format.number(found)})` : "–";
  };
  if (query.error && !query.data)
    return <ErrorBox compact error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <section className={css.card} aria-labelledby="variants-title">
      <h2 id="variants-title" className={css.title}>
        {t("live.variants")}
      </h2>
      <DataTable
        label={t("live.variants")}
        columns={[
          { id: "name", header: t("content.variantName"), cell: (row) => row.name },
          {
            id: "total",
            header: t("funnel.recipients"),
            align: "end",
            cell: (row) => (
              <Link
                to="/campaigns/$campaignId/recipients"
                params={{ campaignId: campaign.id }}
                search={{ variant: row.name }}
              >
                {format.number(row.total)}
              </Link>
            ),
          },
          {
            id: "delivered",
            header: t("funnel.delivered"),
            align: "end",
            cell: (row) => share(row.counts, "delivered"),
          },
          { id: "read", header: t("funnel.read"), align: "end", cell: (row) => share(row.counts, "read") },
          {
            id: "failed",
            header: t("recipient.failed"),
            align: "end",
            cell: (row) => format.number(row.counts.failed ?? 0),
          },
        ]}
        rows={query.data?.items}
        rowId={(row) => row.name}
        rowName={(row) => row.name}
      />
    </section>
  );
}
