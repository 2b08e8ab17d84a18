/** E-mail address and password, as browsers and password managers know them. */

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Field } from "@/shared/ui/Field";
import { PasswordInput, TextInput } from "@/shared/ui/TextInput";

interface EmailFieldProps {
  value: string;
  onValue: (value: string) => void;
  error: string | undefined;
  hint?: string;
  autoFocus?: boolean;
}

export function EmailField({ value, onValue, error, hint, autoFocus }: EmailFieldProps) {
  const t = useTranslations("auth");
  return (
    <Field label={t("email.label")} error={error} hint={hint} required>
      <TextInput
        type="email"
        name="email"
        dir="ltr"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        inputMode="email"
        maxLength={254}
        autoFocus={autoFocus}
        value={value}
        onValue={onValue}
      />
    </Field>
  );
}

interface PasswordFieldProps {
  label: string;
  value: string;
  onValue: (value: string) => void;
  error: string | undefined;
  /** A password that is chosen now, rather than one that is known. */
  isNew?: boolean;
  hint?: string;
  autoFocus?: boolean;
}

export function PasswordField({ label, value, onValue, error, isNew, hint, autoFocus }: PasswordFieldProps) {
  const t = useTranslations("auth");
  return (
    <Field label={label} error={error} hint={hint ?? (isNew ? t("password.newHint") : undefined)} required>
      <PasswordInput
        name={isNew ? "new-password" : "password"}
        autoComplete={isNew ? "new-password" : "current-password"}
        maxLength={128}
        autoFocus={autoFocus}
        value={value}
        onValue={onValue}
      />
    </Field>
  );
}

interface CredentialFieldsProps {
  email: string;
  onEmail: (value: string) => void;
  password: string;
  onPassword: (value: string) => void;
  errorOf: (field: string) => string | undefined;
  /** A link for those who forgot the password. */
  forgotten: ReactNode;
}

export function CredentialFields(props: CredentialFieldsProps) {
  const { email, onEmail, password, onPassword, errorOf, forgotten } = props;
  const t = useTranslations("auth");
  return (
    <>
      <EmailField value={email} onValue={onEmail} error={errorOf("email")} autoFocus />
      <Field label={t("password.label")} error={errorOf("password")} hint={forgotten} required>
        <PasswordInput
          name="password"
          autoComplete="current-password"
          maxLength={128}
          value={password}
          onValue={onPassword}
        />
      </Field>
    </>
  );
}
