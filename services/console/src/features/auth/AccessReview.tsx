/** After a password was reset: what else has access to one's companies, and ending what one does not know. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { type AnswerOf, api, ask } from "@/shared/api/client";
import { useSubmit } from "@/shared/api/useSubmit";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Checkbox } from "@/shared/ui/Checkbox";
import css from "./EntryForm.module.css";

type Company = AnswerOf<"auth.confirmPasswordReset">["companies"][number];

interface AccessReviewProps {
  companies: readonly Company[];
  reviewToken: string;
}

export function AccessReview({ companies, reviewToken }: AccessReviewProps) {
  const t = useTranslations("auth");
  return (
    <>
      <Banner tone="warning" title={t("access.title")}>
        {t("access.text")}
      </Banner>
      {companies.map((company) => (
        <Access key={company.id} company={company} reviewToken={reviewToken} />
      ))}
    </>
  );
}

function Access({ company, reviewToken }: { company: Company; reviewToken: string }) {
  const t = useTranslations("auth");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [ended, setEnded] = useState<ReadonlySet<string>>(new Set());
  const left = (items: readonly { id: string }[]) =>
    items.filter((item) => chosen.has(item.id) && !ended.has(item.id)).map((item) => item.id);
  const end = useSubmit(async () => {
    const apiKeys = left(company.apiKeys);
    const users = left(company.administrators);
    await ask(
      api.POST("/api/v1/auth/password/reset/revoke", {
        body: { reviewToken, companyId: company.id, apiKeys, users },
      }),
    );
    setEnded(new Set([...ended, ...apiKeys, ...users]));
  });
  const toggle = (id: string) => (isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  const keys = company.apiKeys.filter((key) => !ended.has(key.id));
  const people = company.administrators.filter((user) => !ended.has(user.id));
  const count = left(company.apiKeys).length + left(company.administrators).length;
  return (
    <form className={css.access} onSubmit={end.submit}>
      <h2 className={css.accessName} dir="auto">
        {company.name}
      </h2>
      {end.problem && (
        <Banner tone="danger" live>
          {end.problem}
        </Banner>
      )}
      {people.length > 0 && (
        <fieldset className={css.accessGroup}>
          <legend>{t("access.people")}</legend>
          {people.map((user) => (
            <Checkbox
              key={user.id}
              label={user.name}
              hint={`${user.email} · ${t(`role.${user.role}`)}`}
              checked={chosen.has(user.id)}
              onValue={toggle(user.id)}
            />
          ))}
        </fieldset>
      )}
      {keys.length > 0 && (
        <fieldset className={css.accessGroup}>
          <legend>{t("access.keys")}</legend>
          {keys.map((key) => (
            <Checkbox key={key.id} label={key.name} checked={chosen.has(key.id)} onValue={toggle(key.id)} />
          ))}
        </fieldset>
      )}
      {ended.size > 0 && (
        <Banner tone="good" live>
          {t("access.ended", { count: ended.size })}
        </Banner>
      )}
      {keys.length + people.length > 0 && (
        <Button type="submit" variant="danger" busy={end.busy} disabled={count === 0}>
          {t("access.action", { count })}
        </Button>
      )}
    </form>
  );
}
