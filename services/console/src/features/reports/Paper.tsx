/** What a printed report says above its figures: whose it is, which, and what it is narrowed to. */

import { useTranslations } from "use-intl";
import { useSession } from "@/shared/api/session";
import type { Asked } from "./asked";
import { useFilterWords } from "./filterWords";
import css from "./reports.module.css";
import type { Report } from "./tabs";

export function Paper({ report, asked }: { report: Report; asked: Asked }) {
  const t = useTranslations("reports");
  const { company } = useSession();
  const words = useFilterWords(asked);
  return (
    <div className={css.paper}>
      <p className={css.paperTitle}>
        {company.name} · {t(`tabs.${report}`)}
      </p>
      <p>{words}</p>
    </div>
  );
}
