/** The link of a registration: with its password the company is created, and its owner signed in. */

import { useLocation, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, ask } from "@/shared/api/client";
import { session } from "@/shared/api/session";
import { useSubmit } from "@/shared/api/useSubmit";
import { PasswordField } from "./CredentialFields";
import { EntryForm } from "./EntryForm";
import { EntryLayout } from "./EntryLayout";
import { isOver, LinkOver } from "./LinkOver";
import { linkToken } from "./search";

export function RegistrationScreen() {
  const t = useTranslations("auth");
  const token = linkToken(useLocation({ select: (location) => location.hash }));
  const navigate = useNavigate();
  const [password, setPassword] = useState("");
  const confirm = useSubmit(
    async () => {
      const body = { token: token ?? "", password };
      session.enter(await ask(api.POST("/api/v1/auth/web/register/confirm", { body })));
      await navigate({ to: "/", replace: true });
    },
    {
      fields: ["password"],
      check: () => ({ password: password === "" ? t("password.missing") : undefined }),
    },
  );
  if (!token || isOver(confirm.error)) {
    return <LinkOver isIncomplete={!token} text={t("registration.overText")} to="/register" />;
  }
  return (
    <EntryLayout title={t("registration.title")} text={t("registration.text")}>
      <EntryForm
        action={t("registration.action")}
        busy={confirm.busy}
        problem={confirm.problem}
        onSubmit={confirm.submit}
      >
        <PasswordField
          label={t("registration.password")}
          hint={t("registration.passwordHint")}
          value={password}
          onValue={setPassword}
          error={confirm.errorOf("password")}
          autoFocus
        />
      </EntryForm>
    </EntryLayout>
  );
}
