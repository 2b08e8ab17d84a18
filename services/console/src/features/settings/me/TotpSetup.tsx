/** Setting up an authenticator app: the password, the QR code, and a code of the app that proves that it works. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { type AnswerOf, api, ask } from "@/shared/api/client";
import { session } from "@/shared/api/session";
import { useSubmit } from "@/shared/api/useSubmit";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { CopyField } from "@/shared/ui/CopyField";
import { Dialog } from "@/shared/ui/Dialog";
import { Field } from "@/shared/ui/Field";
import { QrCode } from "@/shared/ui/QrCode";
import { PasswordInput } from "@/shared/ui/TextInput";
import css from "./me.module.css";
import { ProofField } from "./ProofField";

interface TotpSetupProps {
  onClose: () => void;
  onDone: (recoveryCodes: readonly string[]) => void;
}

type Pending = AnswerOf<"auth.enrolTotp">;

export function TotpSetup({ onClose, onDone }: TotpSetupProps) {
  const [pending, setPending] = useState<Pending>();
  if (!pending) return <PasswordStep onClose={onClose} onPending={setPending} />;
  return <CodeStep pending={pending} onClose={onClose} onDone={onDone} />;
}

function PasswordStep({ onClose, onPending }: { onClose: () => void; onPending: (one: Pending) => void }) {
  const t = useTranslations("settingsMe");
  const [currentPassword, setPassword] = useState("");
  const begin = useSubmit(
    async () => onPending(await ask(api.POST("/api/v1/auth/totp", { body: { currentPassword } }))),
    {
      fields: ["currentPassword"],
      check: () => ({ currentPassword: currentPassword === "" ? t("password.missing") : undefined }),
    },
  );
  return (
    <Dialog
      open
      size="small"
      title={t("totp.setUp")}
      text={t("totp.passwordText")}
      onClose={onClose}
      onSubmit={() => void begin.submit()}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" variant="primary" busy={begin.busy}>
            {t("continue")}
          </Button>
        </>
      }
    >
      <div className={css.form}>
        {begin.problem && (
          <Banner tone="danger" live>
            {begin.problem}
          </Banner>
        )}
        <Field label={t("password.own")} error={begin.errorOf("currentPassword")} required>
          <PasswordInput maxLength={128} value={currentPassword} onValue={setPassword} />
        </Field>
      </div>
    </Dialog>
  );
}

function CodeStep({ pending, onClose, onDone }: TotpSetupProps & { pending: Pending }) {
  const t = useTranslations("settingsMe");
  const [code, setCode] = useState("");
  const confirm = useSubmit(
    async () => {
      const body = { code: code.replaceAll(/\s/g, "") };
      const answer = await ask(api.POST("/api/v1/auth/totp/confirm", { body }));
      session.change({ totpEnabled: true });
      onDone(answer.recoveryCodes);
    },
    { fields: ["code"], check: () => ({ code: code.trim() === "" ? t("code.missing") : undefined }) },
  );
  return (
    <Dialog
      open
      size="medium"
      title={t("totp.scan")}
      text={t("totp.scanText")}
      onClose={onClose}
      onSubmit={() => void confirm.submit()}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" variant="primary" busy={confirm.busy}>
            {t("totp.turnOn")}
          </Button>
        </>
      }
    >
      <div className={css.scan}>
        <QrCode value={pending.otpauthUri} label={t("totp.qr")} size={200} />
        <div className={css.form}>
          <CopyField label={t("totp.secret")} value={pending.secret} hint={t("totp.secretHint")} />
          {confirm.problem && (
            <Banner tone="danger" live>
              {confirm.problem}
            </Banner>
          )}
          <ProofField value={code} onValue={setCode} error={confirm.errorOf("code")} appOnly autoFocus />
        </div>
      </div>
    </Dialog>
  );
}
