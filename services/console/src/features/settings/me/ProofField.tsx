/** A code of the authenticator app or a recovery code, in one field: which one it is shows by its form. */

import { useTranslations } from "use-intl";
import { Field } from "@/shared/ui/Field";
import { TextInput } from "@/shared/ui/TextInput";

interface ProofFieldProps {
  value: string;
  onValue: (value: string) => void;
  error: string | undefined;
  /** Only of the app: while it is being set up there are no recovery codes. */
  appOnly?: boolean;
  autoFocus?: boolean;
}

export function ProofField({ value, onValue, error, appOnly, autoFocus }: ProofFieldProps) {
  const t = useTranslations("settingsMe");
  return (
    <Field label={t("code.label")} hint={appOnly ? t("code.appHint") : t("code.hint")} error={error} required>
      <TextInput
        dir="ltr"
        autoComplete="one-time-code"
        inputMode={appOnly ? "numeric" : "text"}
        autoCapitalize="none"
        spellCheck={false}
        maxLength={40}
        autoFocus={autoFocus}
        value={value}
        onValue={onValue}
      />
    </Field>
  );
}

/** Returns the code as a body names it: six digits are of the app (`app` is the field's name), else it is a recovery code. */
export function proofOf<App extends "code" | "totpCode">(
  value: string,
  app: App,
): Partial<Record<App | "recoveryCode", string>> {
  const code = value.trim();
  const digits = code.replaceAll(/\s/g, "");
  const given: Partial<Record<App | "recoveryCode", string>> = {};
  if (/^\d{6}$/.test(digits)) given[app] = digits;
  else if (code !== "") given.recoveryCode = code;
  return given;
}
