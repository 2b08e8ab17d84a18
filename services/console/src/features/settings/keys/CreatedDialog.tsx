/** A new key, shown this once. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Checkbox } from "@/shared/ui/Checkbox";
import { CopyField } from "@/shared/ui/CopyField";
import { Dialog } from "@/shared/ui/Dialog";
import type { CreatedKey } from "./data";
import css from "./keys.module.css";

interface CreatedDialogProps {
  created: CreatedKey;
  onClose: () => void;
}

export function CreatedDialog({ created, onClose }: CreatedDialogProps) {
  const t = useTranslations("settingsKeys");
  const [isKept, setKept] = useState(false);
  return (
    <Dialog
      open
      loss={isKept ? undefined : "once"}
      title={t("created.title", { name: created.name })}
      text={t("created.text")}
      onClose={onClose}
      actions={
        <Button variant="primary" disabled={!isKept} onClick={onClose}>
          {t("created.action")}
        </Button>
      }
    >
      <div className={css.form}>
        <Banner tone="warning">{t("created.once")}</Banner>
        <CopyField label={t("created.key")} value={created.key} hint={t("created.hint")} />
        <Checkbox label={t("created.kept")} checked={isKept} onValue={setKept} />
      </div>
    </Dialog>
  );
}
