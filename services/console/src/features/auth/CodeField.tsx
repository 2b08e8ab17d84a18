/** The second factor: a code of the authenticator app, or one of the recovery codes in its place. */

import { useTranslations } from "use-intl";
import { Button } from "@/shared/ui/Button";
import { Field } from "@/shared/ui/Field";
import { TextInput } from "@/shared/ui/TextInput";
import css from "./EntryForm.module.css";

export type CodeKind = "app" | "recovery";

interface CodeFieldProps {
  kind: CodeKind;
  onKind: (kind: CodeKind) => void;
  value: string;
  onValue: (value: string) => void;
  error: string | undefined;
  autoFocus?: boolean;
}

/** Returns the code as a body of the API names it. */
export function givenCode(kind: CodeKind, value: string): { totpCode?: string; recoveryCode?: string } {
  const code = value.trim();
  if (code === "") return {};
  return kind === "app" ? { totpCode: code.replaceAll(/\s/g, "") } : { recoveryCode: code };
}

export function CodeField({ kind, onKind, value, onValue, error, autoFocus }: CodeFieldProps) {
  const t = useTranslations("auth");
  const isApp = kind === "app";
  return (
    <>
      <Field
        label={isApp ? t("code.label") : t("code.recoveryLabel")}
        hint={isApp ? t("code.hint") : t("code.recoveryHint")}
        error={error}
        required
      >
        <TextInput
          key={kind}
          autoFocus={autoFocus}
          className={isApp ? css.code : undefined}
          dir="ltr"
          inputMode={isApp ? "numeric" : "text"}
          autoComplete={isApp ? "one-time-code" : "off"}
          autoCapitalize="none"
          spellCheck={false}
          maxLength={isApp ? 7 : 40}
          value={value}
          onValue={onValue}
        />
      </Field>
      <Button
        variant="ghost"
        className={css.link}
        onClick={() => {
          onValue("");
          onKind(isApp ? "recovery" : "app");
        }}
      >
        {isApp ? t("code.useRecovery") : t("code.useApp")}
      </Button>
    </>
  );
}
