/** Asks for the password and a code, before what they protect. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { useSubmit } from "@/shared/api/useSubmit";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Field } from "@/shared/ui/Field";
import { PasswordInput } from "@/shared/ui/TextInput";
import css from "./me.module.css";
import { ProofField, proofOf } from "./ProofField";

interface ProofDialogProps {
  title: string;
  text: string;
  action: string;
  danger?: boolean;
  onClose: () => void;
  onProof: (body: { password: string; code?: string; recoveryCode?: string }) => Promise<void>;
}

export function ProofDialog({ title, text, action, danger, onClose, onProof }: ProofDialogProps) {
  const t = useTranslations("settingsMe");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const prove = useSubmit(() => onProof({ password, ...proofOf(code, "code") }), {
    fields: ["password", "code"],
    check: () => ({
      password: password === "" ? t("password.missing") : undefined,
      code: code.trim() === "" ? t("code.missing") : undefined,
    }),
  });
  return (
    <Dialog
      open
      size="small"
      title={title}
      text={text}
      onClose={onClose}
      onSubmit={() => void prove.submit()}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" variant={danger ? "danger" : "primary"} busy={prove.busy}>
            {action}
          </Button>
        </>
      }
    >
      <div className={css.form}>
        {prove.problem && (
          <Banner tone="danger" live>
            {prove.problem}
          </Banner>
        )}
        <Field label={t("password.own")} error={prove.errorOf("password")} required>
          <PasswordInput maxLength={128} value={password} onValue={setPassword} />
        </Field>
        <ProofField value={code} onValue={setCode} error={prove.errorOf("code")} />
      </div>
    </Dialog>
  );
}
