/** Makes a new secret for a webhook; the old one goes on for a while. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Field } from "@/shared/ui/Field";
import { NumberInput } from "@/shared/ui/NumberInput";
import { FormDialog } from "../parts/FormDialog";
import { rotateSecret, type Webhook } from "./data";

interface RotateDialogProps {
  webhook: Webhook;
  onSecret: (secret: string) => void;
  onClose: () => void;
}

export function RotateDialog({ webhook, onSecret, onClose }: RotateDialogProps) {
  const t = useTranslations("settingsWebhooks");
  const [hours, setHours] = useState<number | null>(24);
  return (
    <FormDialog
      size="small"
      title={t("rotate.title")}
      text={t("rotate.text")}
      action={t("rotate.action")}
      fields={["overlapHours"]}
      onSend={async () => onSecret(await rotateSecret(webhook.id, hours ?? 0))}
      onClose={onClose}
    >
      {(errorOf) => (
        <Field label={t("rotate.hours")} hint={t("rotate.hoursHint")} error={errorOf("overlapHours")}>
          <NumberInput min={0} max={168} value={hours} onValue={setHours} />
        </Field>
      )}
    </FormDialog>
  );
}
