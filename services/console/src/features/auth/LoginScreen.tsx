/** Signing in: e-mail and password, then the second factor and the company, where there is one to give and to choose. */

import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { isProblem } from "@/shared/api/problems";
import { session, useSessionState } from "@/shared/api/session";
import { useSubmit } from "@/shared/api/useSubmit";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { CodeField, type CodeKind, givenCode } from "./CodeField";
import { CompanyChoice, type Offer, offerOf } from "./CompanyChoice";
import { CredentialFields } from "./CredentialFields";
import { EntryForm } from "./EntryForm";
import { EntryLayout } from "./EntryLayout";
import { EntryLink } from "./EntryLink";

type Step = { kind: "credentials" } | { kind: "code" } | { kind: "company"; offer: Offer };

export function LoginScreen() {
  const t = useTranslations("auth");
  const [step, setStep] = useState<Step>({ kind: "credentials" });
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [codeKind, setCodeKind] = useState<CodeKind>("app");
  const [code, setCode] = useState("");
  useGoingOn();

  const again = () => {
    setStep({ kind: "credentials" });
    setPassword("");
    setCode("");
  };

  const login = useSubmit(() => session.login({ email, password, ...givenCode(codeKind, code) }), {
    fields: ["email", "password"],
    check: () => ({
      email: email.trim() === "" ? t("email.missing") : undefined,
      password: password === "" ? t("password.missing") : undefined,
      code: step.kind === "code" && code.trim() === "" ? t("code.missing") : undefined,
    }),
    onError: (error) => {
      const offer = offerOf(error);
      if (offer) setStep({ kind: "company", offer });
      else if (isProblem(error, "totp-required")) setStep({ kind: "code" });
      else return false;
      return true;
    },
  });

  if (step.kind === "company") return <CompanyChoice offer={step.offer} onOver={again} />;
  if (step.kind === "code") {
    const isWrong = isProblem(login.error, "wrong-code");
    return (
      <EntryLayout title={t("code.title")} text={t("code.text")}>
        <EntryForm
          action={t("login.action")}
          busy={login.busy}
          problem={isWrong ? undefined : login.problem}
          onSubmit={login.submit}
          further={<Button onClick={again}>{t("code.back")}</Button>}
        >
          <CodeField
            autoFocus
            kind={codeKind}
            onKind={setCodeKind}
            value={code}
            onValue={setCode}
            error={isWrong ? login.problem : (login.errorOf("code") ?? login.errorOf("totpCode"))}
          />
        </EntryForm>
      </EntryLayout>
    );
  }
  return (
    <EntryLayout
      title={t("login.title")}
      text={t("login.text")}
      footer={t.rich("login.register", {
        link: (words) => <EntryLink to="/register">{words}</EntryLink>,
      })}
    >
      <EntryForm
        action={t("login.action")}
        busy={login.busy}
        problem={login.problem}
        onSubmit={login.submit}
        notice={<WhySignedOut />}
      >
        <CredentialFields
          email={email}
          onEmail={setEmail}
          password={password}
          onPassword={setPassword}
          errorOf={login.errorOf}
          forgotten={<EntryLink to="/password-reset">{t("login.forgotten")}</EntryLink>}
        />
      </EntryForm>
    </EntryLayout>
  );
}

/** Goes on to where the person wanted to go, once somebody is signed in: here, or in another tab. */
function useGoingOn(): void {
  const state = useSessionState();
  const navigate = useNavigate();
  const { next } = useSearch({ from: "/login" });
  const isSignedIn = state.kind === "signed-in";
  useEffect(() => {
    if (isSignedIn) void navigate({ href: next ?? "/", replace: true });
  }, [isSignedIn, navigate, next]);
}

function WhySignedOut() {
  const t = useTranslations("auth");
  const state = useSessionState();
  if (state.kind !== "signed-out" || state.why === "none") return null;
  if (state.why === "signed-out") return <Banner tone="good">{t("login.signedOut")}</Banner>;
  return (
    <Banner tone="warning" title={t("login.ended")}>
      {t("login.endedText")}
    </Banner>
  );
}
