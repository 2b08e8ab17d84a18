/** Links of e-mails that the password of the account confirms: another address, and removing a lost authenticator app. */

import { useLocation } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, ask } from "@/shared/api/client";
import { useSubmit } from "@/shared/api/useSubmit";
import { buttonClass } from "@/shared/ui/Button";
import { PasswordField } from "./CredentialFields";
import { EntryForm } from "./EntryForm";
import { EntryLayout } from "./EntryLayout";
import { EntryLink } from "./EntryLink";
import { isOver, LinkOver } from "./LinkOver";
import { linkToken } from "./search";

const ROUTES = {
  emailChange: "/api/v1/auth/email/confirm",
  totpReset: "/api/v1/auth/totp/reset/confirm",
} as const;

export function ConfirmByPassword({ of }: { of: keyof typeof ROUTES }) {
  const t = useTranslations("auth");
  const token = linkToken(useLocation({ select: (location) => location.hash }));
  const [password, setPassword] = useState("");
  const [isDone, setDone] = useState(false);
  const confirm = useSubmit(
    async () => {
      await ask(api.POST(ROUTES[of], { body: { token: token ?? "", password } }));
      setDone(true);
    },
    {
      fields: ["password"],
      check: () => ({ password: password === "" ? t("password.missing") : undefined }),
    },
  );
  if (!token || isOver(confirm.error)) {
    return <LinkOver isIncomplete={!token} text={t(`${of}.overText`)} />;
  }
  if (isDone) {
    return (
      <EntryLayout title={t(`${of}.doneTitle`)} text={t(`${of}.doneText`)}>
        <EntryLink to="/login" className={buttonClass({ variant: "primary", size: "large", block: true })}>
          {t("link.login")}
        </EntryLink>
      </EntryLayout>
    );
  }
  return (
    <EntryLayout title={t(`${of}.title`)} text={t(`${of}.text`)}>
      <EntryForm
        action={t(`${of}.action`)}
        busy={confirm.busy}
        problem={confirm.problem}
        onSubmit={confirm.submit}
      >
        <PasswordField
          label={t("password.label")}
          value={password}
          onValue={setPassword}
          error={confirm.errorOf("password")}
          autoFocus
        />
      </EntryForm>
    </EntryLayout>
  );
}
