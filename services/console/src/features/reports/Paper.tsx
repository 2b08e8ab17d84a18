/** What a printed report says above its figures: whose it is, which, and what it is narrowed to. */

import { useTranslations } from "use-intl";
import { useSession } from "@/shared/api/session";
import type { Asked } from "./asked";
import { useFilterWords } from "./filterWords";
import css from "./reports.module.css";
import type { ReportsSearch } from "./search";
import type { Report } from "./tabs";

interface PaperProps {
  report: Report;
  asked: Asked;
  hours: ReportsSearch["hours"];
}

export function Paper({ report, asked, hours }: PaperProps) {
  const t = useTranslations("reports");
  const { company } = useSession();
  const words = useFilterWords(asked, hours);
  return (
    <div className={css.paper}>
      <p className={css.paperTitle}>
        {company.name} · {t(`tabs.${report}`)}
      </p>
      <p>{words}</p>
    </div>
  );
}
