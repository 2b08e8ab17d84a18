/** How many customers gave each score. */

import { useTranslations } from "use-intl";
import { Chart } from "@/shared/ui/Chart";
import type { TicketFigures } from "./data";

const SCORES = ["5", "4", "3", "2", "1"] as const;

export function Scores({ satisfaction }: { satisfaction: TicketFigures["satisfaction"] }) {
  const t = useTranslations("reports.scores");
  return (
    <Chart
      kind="ranking"
      title={t("title")}
      text={t("text")}
      x={{ key: "score", label: t("score") }}
      series={[{ key: "ratings", label: t("ratings") }]}
      rows={
        satisfaction.ratings === 0
          ? []
          : SCORES.map((score) => ({ score, ratings: satisfaction.scores[score] ?? 0 }))
      }
      formatX={(score) => t("stars", { score: Number(score) })}
    />
  );
}
