/** Another e-mail address: it counts once its mailbox has confirmed it. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, ask } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import { useSubmit } from "@/shared/api/useSubmit";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Field } from "@/shared/ui/Field";
import { PasswordInput, TextInput } from "@/shared/ui/TextInput";
import css from "./me.module.css";
import { ProofField, proofOf } from "./ProofField";

export function EmailDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations("settingsMe");
  const { totpEnabled } = useSession();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [isSent, setSent] = useState(false);
  const change = useSubmit(
    async () => {
      const body = { email, password, ...proofOf(code, "totpCode") };
      await ask(api.POST("/api/v1/auth/email", { body }));
      setSent(true);
    },
    {
      fields: ["email", "password", "totpCode"],
      check: () => ({
        email: email.trim() === "" ? t("email.missing") : undefined,
        password: password === "" ? t("password.missing") : undefined,
        totpCode: totpEnabled && code.trim() === "" ? t("code.missing") : undefined,
      }),
    },
  );
  if (isSent) {
    return (
      <Dialog
        open
        title={t("email.sentTitle")}
        text={t("email.sentText", { email })}
        onClose={onClose}
        size="small"
        actions={
          <Button variant="primary" onClick={onClose}>
            {t("done")}
          </Button>
        }
      />
    );
  }
  return (
    <Dialog
      open
      title={t("email.title")}
      text={t("email.text")}
      size="small"
      onClose={onClose}
      onSubmit={() => void change.submit()}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" variant="primary" busy={change.busy}>
            {t("email.action")}
          </Button>
        </>
      }
    >
      <div className={css.form}>
        {change.problem && (
          <Banner tone="danger" live>
            {change.problem}
          </Banner>
        )}
        <Field label={t("email.new")} error={change.errorOf("email")} required>
          <TextInput
            type="email"
            dir="ltr"
            autoComplete="email"
            maxLength={254}
            value={email}
            onValue={setEmail}
          />
        </Field>
        <Field label={t("password.own")} error={change.errorOf("password")} required>
          <PasswordInput maxLength={128} value={password} onValue={setPassword} />
        </Field>
        {totpEnabled && <ProofField value={code} onValue={setCode} error={change.errorOf("totpCode")} />}
      </div>
    </Dialog>
  );
}
