/** The companies that the person belongs to: entering another, and creating one. */

import { Plus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { session, useSession } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { Avatar } from "@/shared/ui/Avatar";
import { Badge } from "@/shared/ui/Badge";
import { Button } from "@/shared/ui/Button";
import { toast } from "@/shared/ui/toast";
import { Section } from "../Section";
import css from "./me.module.css";

const CompanyDialog = lazy(() => import("./CompanyDialog").then((m) => ({ default: m.CompanyDialog })));

export function CompaniesSection() {
  const t = useTranslations("settingsMe");
  const { companies } = useSession();
  const words = useProblemWords();
  const [isCreating, setCreating] = useState(false);
  const [entering, setEntering] = useState<string>();
  const enter = (companyId: string) => {
    setEntering(companyId);
    session
      .switchCompany(companyId)
      .catch((error: unknown) => toast({ tone: "danger", text: words(error) }))
      .finally(() => setEntering(undefined));
  };
  return (
    <Section
      title={t("companies.title")}
      text={t("companies.text")}
      actions={
        <Button icon={Plus} onClick={() => setCreating(true)}>
          {t("companies.create")}
        </Button>
      }
    >
      <ul className={css.rows}>
        {companies.map((company) => (
          <li key={company.id} className={css.row}>
            <Avatar name={company.name} />
            <span className={css.rowWords}>
              <span className={css.rowName} dir="auto">
                {company.name}
              </span>
              <span className={css.rowText}>{t(`role.${company.role}`)}</span>
            </span>
            {company.current ? (
              <Badge tone="accent">{t("companies.current")}</Badge>
            ) : (
              <Button size="small" busy={entering === company.id} onClick={() => enter(company.id)}>
                {t("companies.enter")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Suspense>{isCreating && <CompanyDialog onClose={() => setCreating(false)} />}</Suspense>
    </Section>
  );
}
