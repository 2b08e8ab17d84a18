/** Which company to enter, for a person who belongs to several. */

import { ChevronRight } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { isProblem } from "@/shared/api/problems";
import { session } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { Avatar } from "@/shared/ui/Avatar";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import css from "./EntryForm.module.css";
import { EntryLayout } from "./EntryLayout";

type Role = "owner" | "admin" | "agent" | "viewer";

/** What signing in answers to a person of several companies. */
export interface Offer {
  choiceToken: string;
  companies: readonly { id: string; name: string; role: Role }[];
}

/** Returns the offer of an error, if it is one. */
export function offerOf(error: unknown): Offer | undefined {
  if (!isProblem(error, "company-required")) return undefined;
  const { choiceToken, companies } = error.problem as unknown as Partial<Offer>;
  return choiceToken && companies ? { choiceToken, companies } : undefined;
}

export function CompanyChoice({ offer, onOver }: { offer: Offer; onOver: () => void }) {
  const t = useTranslations("auth");
  const words = useProblemWords();
  const [entering, setEntering] = useState<string>();
  const [error, setError] = useState<unknown>();
  const enter = async (companyId: string) => {
    setEntering(companyId);
    setError(undefined);
    try {
      await session.chooseCompany({ choiceToken: offer.choiceToken, companyId });
    } catch (thrown) {
      setError(thrown);
      setEntering(undefined);
    }
  };
  return (
    <EntryLayout title={t("company.title")} text={t("company.text")}>
      <div className={css.form}>
        {error !== undefined && (
          <Banner tone="danger" live>
            {words(error)}
          </Banner>
        )}
        <ul className={css.companies}>
          {offer.companies.map((company) => (
            <li key={company.id}>
              <button
                type="button"
                className={css.company}
                disabled={entering !== undefined}
                aria-busy={entering === company.id || undefined}
                onClick={() => void enter(company.id)}
              >
                <Avatar name={company.name} />
                <span className={css.companyWords}>
                  <span className={css.companyName} dir="auto">
                    {company.name}
                  </span>
                  <span className={css.companyRole}>{t(`role.${company.role}`)}</span>
                </span>
                <ChevronRight aria-hidden size={18} className={css.chevron} />
              </button>
            </li>
          ))}
        </ul>
        <Button variant="ghost" className={css.link} onClick={onOver}>
          {t("company.back")}
        </Button>
      </div>
    </EntryLayout>
  );
}
