/** Name and e-mail address. Another address counts once its mailbox has confirmed it. */

import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { api, ask } from "@/shared/api/client";
import { session, useSession } from "@/shared/api/session";
import { useSubmit } from "@/shared/api/useSubmit";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Field } from "@/shared/ui/Field";
import { TextInput } from "@/shared/ui/TextInput";
import { toast } from "@/shared/ui/toast";
import { Section } from "../Section";
import css from "./me.module.css";

const EmailDialog = lazy(() => import("./EmailDialog").then((m) => ({ default: m.EmailDialog })));

export function ProfileSection() {
  const t = useTranslations("settingsMe");
  const { user } = useSession();
  const [name, setName] = useState(user.name);
  const [isChanging, setChanging] = useState(false);
  const rename = useSubmit(
    async () => {
      session.change({ user: await ask(api.PATCH("/api/v1/auth/me", { body: { name } })) });
      toast({ tone: "good", text: t("profile.saved") });
    },
    { fields: ["name"], check: () => ({ name: name.trim() === "" ? t("profile.nameMissing") : undefined }) },
  );
  return (
    <Section title={t("profile.title")}>
      {rename.problem && (
        <Banner tone="danger" live>
          {rename.problem}
        </Banner>
      )}
      <form className={css.line} onSubmit={rename.submit} noValidate>
        <Field
          label={t("profile.name")}
          hint={t("profile.nameHint")}
          error={rename.errorOf("name")}
          className={css.grow}
        >
          <TextInput autoComplete="name" maxLength={120} value={name} onValue={setName} />
        </Field>
        <Button type="submit" busy={rename.busy} disabled={name === user.name} className={css.besideField}>
          {t("save")}
        </Button>
      </form>
      <div className={css.line}>
        <Field label={t("profile.email")} className={css.grow}>
          <TextInput readOnly dir="ltr" value={user.email} />
        </Field>
        <Button onClick={() => setChanging(true)} className={css.besideField}>
          {t("email.open")}
        </Button>
      </div>
      <Suspense>{isChanging && <EmailDialog onClose={() => setChanging(false)} />}</Suspense>
    </Section>
  );
}
