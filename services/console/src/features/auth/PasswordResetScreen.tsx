/** A forgotten password: asking for a link, and with the link choosing another one. */

import { useLocation } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { type AnswerOf, api, ask } from "@/shared/api/client";
import { isProblem } from "@/shared/api/problems";
import { useSubmit } from "@/shared/api/useSubmit";
import { Button, buttonClass } from "@/shared/ui/Button";
import { AccessReview } from "./AccessReview";
import { CodeField, type CodeKind, givenCode } from "./CodeField";
import { EmailField, PasswordField } from "./CredentialFields";
import { EntryForm } from "./EntryForm";
import css from "./EntryForm.module.css";
import { EntryLayout } from "./EntryLayout";
import { EntryLink } from "./EntryLink";
import { isOver, LinkOver } from "./LinkOver";
import { Mailbox } from "./Mailbox";
import { linkToken } from "./search";

export function PasswordResetScreen() {
  const token = linkToken(useLocation({ select: (location) => location.hash }));
  return token ? <Choosing token={token} /> : <Asking />;
}

function Asking() {
  const t = useTranslations("auth");
  const [email, setEmail] = useState("");
  const [isSent, setSent] = useState(false);
  const request = useSubmit(
    async () => {
      await ask(api.POST("/api/v1/auth/password/reset", { body: { email } }));
      setSent(true);
    },
    {
      fields: ["email"],
      check: () => ({ email: email.trim() === "" ? t("email.missing") : undefined }),
    },
  );
  const toLogin = <EntryLink to="/login">{t("reset.back")}</EntryLink>;
  if (isSent) {
    return (
      <EntryLayout title={t("mailbox.title")} footer={toLogin}>
        <Mailbox email={email} text={t("reset.sent")} onAgain={() => setSent(false)} />
      </EntryLayout>
    );
  }
  return (
    <EntryLayout title={t("reset.title")} text={t("reset.text")} footer={toLogin}>
      <EntryForm
        action={t("reset.action")}
        busy={request.busy}
        problem={request.problem}
        onSubmit={request.submit}
      >
        <EmailField value={email} onValue={setEmail} error={request.errorOf("email")} autoFocus />
      </EntryForm>
    </EntryLayout>
  );
}

function Choosing({ token }: { token: string }) {
  const t = useTranslations("auth");
  const [newPassword, setNewPassword] = useState("");
  const [hasApp, setHasApp] = useState(false);
  const [codeKind, setCodeKind] = useState<CodeKind>("app");
  const [code, setCode] = useState("");
  const [done, setDone] = useState<AnswerOf<"auth.confirmPasswordReset">>();
  const choose = useSubmit(
    async () => {
      const body = { token, newPassword, ...(hasApp ? givenCode(codeKind, code) : {}) };
      setDone(await ask(api.POST("/api/v1/auth/password/reset/confirm", { body })));
    },
    {
      fields: ["newPassword"],
      check: () => ({ newPassword: newPassword === "" ? t("password.newMissing") : undefined }),
    },
  );
  if (done) return <Done done={done} />;
  if (isOver(choose.error)) return <LinkOver text={t("reset.overText")} to="/password-reset" />;
  const isWrongCode = isProblem(choose.error, "wrong-code");
  return (
    <EntryLayout title={t("reset.chooseTitle")} text={t("reset.chooseText")}>
      <EntryForm
        action={t("reset.chooseAction")}
        busy={choose.busy}
        problem={isWrongCode ? undefined : choose.problem}
        onSubmit={choose.submit}
      >
        <PasswordField
          label={t("reset.newPassword")}
          isNew
          value={newPassword}
          onValue={setNewPassword}
          error={choose.errorOf("newPassword")}
          autoFocus
        />
        {hasApp ? (
          <CodeField
            autoFocus
            kind={codeKind}
            onKind={setCodeKind}
            value={code}
            onValue={setCode}
            error={isWrongCode ? choose.problem : choose.errorOf("totpCode")}
          />
        ) : (
          <Button variant="ghost" className={css.link} onClick={() => setHasApp(true)}>
            {t("reset.hasApp")}
          </Button>
        )}
      </EntryForm>
    </EntryLayout>
  );
}

function Done({ done }: { done: AnswerOf<"auth.confirmPasswordReset"> }) {
  const t = useTranslations("auth");
  const { reviewToken } = done;
  const companies = done.companies.filter((one) => one.apiKeys.length + one.administrators.length > 0);
  return (
    <EntryLayout title={t("reset.doneTitle")} text={t("reset.doneText")}>
      <div className={css.form}>
        {reviewToken !== null && companies.length > 0 && (
          <AccessReview companies={companies} reviewToken={reviewToken} />
        )}
        <EntryLink to="/login" className={buttonClass({ variant: "primary", size: "large", block: true })}>
          {t("link.login")}
        </EntryLink>
      </div>
    </EntryLayout>
  );
}
