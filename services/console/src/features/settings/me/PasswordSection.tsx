/** Changing the password, by the old one. All other devices are signed out. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, ask } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import { useSubmit } from "@/shared/api/useSubmit";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Field } from "@/shared/ui/Field";
import { PasswordInput } from "@/shared/ui/TextInput";
import { toast } from "@/shared/ui/toast";
import { Section } from "../Section";
import css from "./me.module.css";

export function PasswordSection() {
  const t = useTranslations("settingsMe");
  const { user } = useSession();
  const [currentPassword, setCurrent] = useState("");
  const [newPassword, setNew] = useState("");
  const change = useSubmit(
    async () => {
      await ask(api.POST("/api/v1/auth/password", { body: { currentPassword, newPassword } }));
      setCurrent("");
      setNew("");
      toast({ tone: "good", text: t("password.saved") });
    },
    {
      fields: ["currentPassword", "newPassword"],
      check: () => ({
        currentPassword: currentPassword === "" ? t("password.missing") : undefined,
        newPassword: newPassword === "" ? t("password.newMissing") : undefined,
      }),
    },
  );
  return (
    <Section title={t("password.title")} text={t("password.text")}>
      <form className={css.form} onSubmit={change.submit} noValidate>
        {change.problem && (
          <Banner tone="danger" live>
            {change.problem}
          </Banner>
        )}
        <input type="hidden" name="username" autoComplete="username" value={user.email} readOnly />
        <Field
          label={t("password.current")}
          error={change.errorOf("currentPassword")}
          className={css.narrow}
          required
        >
          <PasswordInput maxLength={128} value={currentPassword} onValue={setCurrent} />
        </Field>
        <Field
          label={t("password.new")}
          hint={t("password.newHint")}
          error={change.errorOf("newPassword")}
          className={css.narrow}
          required
        >
          <PasswordInput autoComplete="new-password" maxLength={128} value={newPassword} onValue={setNew} />
        </Field>
        <div>
          <Button type="submit" busy={change.busy}>
            {t("password.action")}
          </Button>
        </div>
      </form>
    </Section>
  );
}
