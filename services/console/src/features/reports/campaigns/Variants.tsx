/** The variants of a campaign beside each other, and what can honestly be said of the difference between them. */

import { Link } from "@tanstack/react-router";
import { CircleHelp, Hourglass, type LucideIcon, Trophy } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMay } from "@/shared/api/session";
import { useFormat } from "@/shared/format/useFormat";
import { Banner } from "@/shared/ui/Banner";
import { type Column, DataTable } from "@/shared/ui/DataTable";
import css from "./campaigns.module.css";
import type { CampaignReport, VariantFigures } from "./data";
import { FIGURES, isSettled, LEAST_P, scaleOf, type Verdict, verdictOf } from "./rules";
import { Share } from "./Share";

export function Variants({ report }: { report: CampaignReport }) {
  const t = useTranslations("reportsCampaigns");
  const format = useFormat();
  const mayOpen = useMay("campaigns:read");
  const { variants, comparisons } = report;
  const columns: Column<VariantFigures>[] = [
    { id: "name", header: t("variants.name"), cell: (row) => <span dir="auto">{row.name}</span> },
    {
      id: "total",
      header: t("recipients"),
      align: "end",
      cell: (row) =>
        mayOpen ? (
          <Link
            to="/campaigns/$campaignId/recipients"
            params={{ campaignId: report.id }}
            search={{ variant: row.name }}
            aria-label={t("variants.recipientsOf", { name: row.name, count: row.total })}
          >
            {format.number(row.total)}
          </Link>
        ) : (
          format.number(row.total)
        ),
    },
    {
      id: "delivered",
      header: t("delivered"),
      align: "end",
      cell: (row) => format.number(row.delivered),
    },
    ...FIGURES.map((figure) => ({
      id: figure,
      header: t(`variants.${figure}`),
      width: "20%",
      cell: (row: VariantFigures) => (
        <Share
          value={row.rates[figure]}
          interval={row.intervals[figure]}
          scale={scaleOf(variants.map(({ intervals }) => intervals[figure]))}
        />
      ),
    })),
  ];
  return (
    <section className={css.section} aria-labelledby="variants-title">
      <div>
        <h2 id="variants-title" className={css.title}>
          {t("variants.title")}
        </h2>
        <p className={css.hint}>{t("variants.hint")}</p>
      </div>
      {!isSettled(report, Date.now()) && (
        <Banner title={t("variants.early")}>{t("variants.earlyText")}</Banner>
      )}
      <ul className={css.verdicts}>
        {comparisons.map((comparison) => (
          <li key={comparison.figure}>
            <VerdictWords {...verdictOf(comparison, variants)} />
          </li>
        ))}
      </ul>
      <DataTable
        label={t("variants.title")}
        rows={variants}
        rowId={(row) => String(row.number)}
        rowName={(row) => row.name}
        columns={columns}
      />
      <p className={css.hint}>{t("variants.method")}</p>
    </section>
  );
}

const ICONS: Record<Verdict["says"], LucideIcon> = {
  ahead: Trophy,
  different: Trophy,
  notProven: CircleHelp,
  tooFew: Hourglass,
};

function VerdictWords({ figure, says, best, pValue }: Verdict) {
  const t = useTranslations("reportsCampaigns");
  const format = useFormat();
  const Icon = ICONS[says];
  const chance =
    pValue === null
      ? undefined
      : pValue < LEAST_P
        ? t("variants.lessThan", { p: format.number(LEAST_P, 3) })
        : t("variants.p", { p: format.number(pValue, 3) });
  const words =
    says === "ahead"
      ? t(`variants.ahead.${figure}`, { name: best?.name ?? "" })
      : t(`variants.${says}.${figure}`);
  return (
    <div className={css.verdict}>
      <Icon aria-hidden size={18} />
      <p>
        <strong>{words}</strong> {t(`variants.why.${says}`)} {says !== "tooFew" && chance}
      </p>
    </div>
  );
}
