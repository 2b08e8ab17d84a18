/** Registering a company: at once, or after the link in an e-mail, as the installation has it. */

import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { BrowserSession } from "@/shared/api/browserSession";
import { api, ask } from "@/shared/api/client";
import { isProblem } from "@/shared/api/problems";
import { session } from "@/shared/api/session";
import { useSubmit } from "@/shared/api/useSubmit";
import { Field } from "@/shared/ui/Field";
import { TextInput } from "@/shared/ui/TextInput";
import { EmailField, PasswordField } from "./CredentialFields";
import { EntryForm } from "./EntryForm";
import { EntryLayout } from "./EntryLayout";
import { EntryLink } from "./EntryLink";
import { Mailbox } from "./Mailbox";

export function RegisterScreen() {
  const t = useTranslations("auth");
  const navigate = useNavigate();
  const [companyName, setCompanyName] = useState("");
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [isSent, setSent] = useState(false);

  const register = useSubmit(
    async () => {
      const body = { companyName, name, email, password };
      const answer = await ask(api.POST("/api/v1/auth/web/register", { body }));
      if (!("accessToken" in answer)) return setSent(true);
      session.enter(answer satisfies BrowserSession);
      await navigate({ to: "/" });
    },
    {
      fields: ["companyName", "name", "email", "password"],
      check: () => ({
        companyName: companyName.trim() === "" ? t("register.companyMissing") : undefined,
        name: name.trim() === "" ? t("name.missing") : undefined,
        email: email.trim() === "" ? t("email.missing") : undefined,
        password: password === "" ? t("password.newMissing") : undefined,
      }),
    },
  );

  const toLogin = t.rich("register.login", { link: (words) => <EntryLink to="/login">{words}</EntryLink> });
  if (isProblem(register.error, "registration-closed")) {
    return <EntryLayout title={t("register.closed")} text={t("register.closedText")} footer={toLogin} />;
  }
  if (isSent) {
    return (
      <EntryLayout title={t("mailbox.title")} footer={toLogin}>
        <Mailbox email={email} text={t("register.sent")} onAgain={() => setSent(false)} />
      </EntryLayout>
    );
  }
  return (
    <EntryLayout title={t("register.title")} text={t("register.text")} footer={toLogin}>
      <EntryForm
        action={t("register.action")}
        busy={register.busy}
        problem={register.problem}
        onSubmit={register.submit}
      >
        <Field label={t("register.company")} error={register.errorOf("companyName")} required>
          <TextInput
            name="organization"
            autoComplete="organization"
            maxLength={120}
            autoFocus
            value={companyName}
            onValue={setCompanyName}
          />
        </Field>
        <Field label={t("name.label")} hint={t("name.hint")} error={register.errorOf("name")} required>
          <TextInput name="name" autoComplete="name" maxLength={120} value={name} onValue={setName} />
        </Field>
        <EmailField value={email} onValue={setEmail} error={register.errorOf("email")} />
        <PasswordField
          label={t("password.label")}
          isNew
          value={password}
          onValue={setPassword}
          error={register.errorOf("password")}
        />
      </EntryForm>
    </EntryLayout>
  );
}
