/** The link of an invitation: a person joins a company, with an account that they have or with a new one. */

import { useQuery } from "@tanstack/react-query";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { type AnswerOf, api, ask } from "@/shared/api/client";
import { isProblem } from "@/shared/api/problems";
import { session } from "@/shared/api/session";
import { useSubmit } from "@/shared/api/useSubmit";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Field } from "@/shared/ui/Field";
import { Skeleton } from "@/shared/ui/Skeleton";
import { TextInput } from "@/shared/ui/TextInput";
import { CodeField, type CodeKind, givenCode } from "./CodeField";
import { PasswordField } from "./CredentialFields";
import { EntryForm } from "./EntryForm";
import css from "./EntryForm.module.css";
import { EntryLayout } from "./EntryLayout";
import { isOver, LinkOver } from "./LinkOver";
import { linkToken } from "./search";

export function InvitationScreen() {
  const t = useTranslations("auth");
  const token = linkToken(useLocation({ select: (location) => location.hash }));
  const invitation = useQuery({
    queryKey: ["invitation", token],
    queryFn: () => ask(api.POST("/api/v1/auth/invitations/inspect", { body: { token: token ?? "" } })),
    enabled: token !== undefined,
    retry: (count, error) => !isOver(error) && count < 1,
  });
  if (!token || isOver(invitation.error)) {
    return <LinkOver isIncomplete={!token} text={t("invitation.overText")} />;
  }
  if (invitation.data) return <Joining token={token} invitation={invitation.data} />;
  return (
    <EntryLayout title={t("invitation.loading")}>
      {invitation.error ? (
        <ErrorBox error={invitation.error} onRetry={() => void invitation.refetch()} compact />
      ) : (
        <Skeleton kind="rows" count={3} />
      )}
    </EntryLayout>
  );
}

interface JoiningProps {
  token: string;
  invitation: AnswerOf<"auth.inspectInvitation">;
}

function Joining({ token, invitation }: JoiningProps) {
  const t = useTranslations("auth");
  const navigate = useNavigate();
  const { companyName, email, role, hasAccount } = invitation;
  const [name, setName] = useState("");
  const [password, setPassword] = useState("");
  const [needsCode, setNeedsCode] = useState(false);
  const [codeKind, setCodeKind] = useState<CodeKind>("app");
  const [code, setCode] = useState("");
  const accept = useSubmit(
    async () => {
      const body = { token, name, password, ...givenCode(codeKind, code) };
      session.enter(await ask(api.POST("/api/v1/auth/web/invitations/accept", { body })));
      await navigate({ to: "/", replace: true });
    },
    {
      fields: ["name", "password"],
      check: () => ({
        name: name.trim() === "" ? t("name.missing") : undefined,
        password: password !== "" ? undefined : hasAccount ? t("password.missing") : t("password.newMissing"),
        code: needsCode && code.trim() === "" ? t("code.missing") : undefined,
      }),
      onError: (error) => {
        if (!isProblem(error, "totp-required")) return false;
        setNeedsCode(true);
        return true;
      },
    },
  );
  if (isOver(accept.error)) return <LinkOver text={t("invitation.overText")} />;
  const isWrongCode = isProblem(accept.error, "wrong-code");
  return (
    <EntryLayout
      title={t("invitation.title", { company: companyName })}
      text={hasAccount ? t("invitation.textKnown") : t("invitation.textNew")}
    >
      <EntryForm
        action={t("invitation.action")}
        busy={accept.busy}
        problem={isWrongCode ? undefined : accept.problem}
        onSubmit={accept.submit}
        notice={
          <dl className={css.facts}>
            <dt>{t("email.label")}</dt>
            <dd dir="ltr">{email}</dd>
            <dt>{t("invitation.role")}</dt>
            <dd>{t(`role.${role}`)}</dd>
          </dl>
        }
      >
        <Field label={t("name.label")} hint={t("name.hint")} error={accept.errorOf("name")} required>
          <TextInput
            name="name"
            autoComplete="name"
            maxLength={120}
            autoFocus
            value={name}
            onValue={setName}
          />
        </Field>
        {/* For password managers: whose password this is. */}
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <PasswordField
          label={hasAccount ? t("invitation.password") : t("password.choose")}
          isNew={!hasAccount}
          value={password}
          onValue={setPassword}
          error={accept.errorOf("password")}
        />
        {needsCode && (
          <CodeField
            autoFocus
            kind={codeKind}
            onKind={setCodeKind}
            value={code}
            onValue={setCode}
            error={isWrongCode ? accept.problem : (accept.errorOf("code") ?? accept.errorOf("totpCode"))}
          />
        )}
      </EntryForm>
    </EntryLayout>
  );
}
