/** The secret of a webhook, shown this once: with it the receiver checks that a delivery is from here. */

import { useTranslations } from "use-intl";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { CopyField } from "@/shared/ui/CopyField";
import { Dialog } from "@/shared/ui/Dialog";

export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  const t = useTranslations("settingsWebhooks");
  return (
    <Dialog
      open
      loss="once"
      title={t("secret.title")}
      onClose={onClose}
      actions={
        <Button variant="primary" onClick={onClose}>
          {t("secret.done")}
        </Button>
      }
    >
      <Banner tone="warning">{t("secret.once")}</Banner>
      <CopyField label={t("secret.label")} value={secret} hint={t("secret.hint")} />
    </Dialog>
  );
}
