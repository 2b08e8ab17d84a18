/** Asks why a ticket is closed; the reason may stay away. Enter closes. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Field } from "@/shared/ui/Field";
import { TextInput } from "@/shared/ui/TextInput";
import css from "./dialogs.module.css";

const REASONS = ["solved", "noAnswer", "duplicate", "spam"] as const;

interface Props {
  onClose: () => void;
  onConfirm: (reason?: string) => void;
}

export default function CloseDialog({ onClose, onConfirm }: Props) {
  const t = useTranslations("inboxConversation");
  const [reason, setReason] = useState("");
  return (
    <Dialog
      open
      size="small"
      title={t("close.title")}
      text={t("close.text")}
      onClose={onClose}
      onSubmit={() => onConfirm(reason.trim() || undefined)}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button variant="primary" type="submit">
            {t("actions.close")}
          </Button>
        </>
      }
    >
      <Field label={t("close.reason")} optional>
        <TextInput value={reason} onValue={setReason} maxLength={200} autoFocus />
      </Field>
      <div className={css.choices}>
        {REASONS.map((each) => (
          <Button key={each} size="small" onClick={() => setReason(t(`close.reasons.${each}`))}>
            {t(`close.reasons.${each}`)}
          </Button>
        ))}
      </div>
    </Dialog>
  );
}
