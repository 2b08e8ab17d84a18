/** Recovery codes, shown this once: to be copied or saved as a file before the dialog lets go. */

import { Copy, Download } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useSession } from "@/shared/api/session";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Checkbox } from "@/shared/ui/Checkbox";
import { Dialog } from "@/shared/ui/Dialog";
import { toast } from "@/shared/ui/toast";
import css from "./me.module.css";

interface RecoveryCodesDialogProps {
  codes: readonly string[];
  onClose: () => void;
}

export function RecoveryCodesDialog({ codes, onClose }: RecoveryCodesDialogProps) {
  const t = useTranslations("settingsMe");
  const { user } = useSession();
  const [isKept, setKept] = useState(false);
  const text = `${t("recovery.fileTitle", { email: user.email })}\n\n${codes.join("\n")}\n`;
  const copy = () =>
    navigator.clipboard.writeText(codes.join("\n")).then(
      () => toast({ tone: "good", text: t("recovery.copied") }),
      () => toast({ tone: "danger", text: t("recovery.copyFailed") }),
    );
  return (
    <Dialog
      open
      loss={isKept ? undefined : "once"}
      size="small"
      title={t("recovery.title")}
      text={t("recovery.text")}
      onClose={onClose}
      actions={
        <Button variant="primary" disabled={!isKept} onClick={onClose}>
          {t("done")}
        </Button>
      }
    >
      <div className={css.form}>
        <Banner tone="warning">{t("recovery.once")}</Banner>
        <ul className={css.codes} dir="ltr">
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ul>
        <div className={css.buttons}>
          <Button icon={Copy} onClick={() => void copy()}>
            {t("recovery.copy")}
          </Button>
          <Button icon={Download} onClick={() => save(text)}>
            {t("recovery.save")}
          </Button>
        </div>
        <Checkbox label={t("recovery.kept")} checked={isKept} onValue={setKept} />
      </div>
    </Dialog>
  );
}

function save(text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = "atendechat-recovery-codes.txt";
  link.click();
  setTimeout(() => URL.revokeObjectURL(url));
}
