/** A form above a settings page: its fields, what is wrong with them, and the buttons that send or leave it. */

import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { type Complaints, useSubmit } from "@/shared/api/useSubmit";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { useLeaveGuard } from "@/shared/ui/useLeaveGuard";

interface FormDialogProps {
  title: string;
  text?: ReactNode;
  /** The button that sends it, in a verb; "Save" if none is given. */
  action?: string;
  size?: "small" | "medium" | "large";
  /** The names of the fields, as the API has them. */
  fields: readonly string[];
  /** What is wrong before anything is sent. */
  check?: () => Complaints;
  /** Something was typed: only the buttons close it. */
  isChanged?: boolean;
  /** Sends it; the dialog closes when it is done. */
  onSend: () => Promise<void>;
  onClose: () => void;
  /** The fields; `errorOf` says what is wrong with each. */
  children: (errorOf: (field: string) => string | undefined) => ReactNode;
}

export function FormDialog(props: FormDialogProps) {
  const { title, text, action, size, fields, check, isChanged, onSend, onClose, children } = props;
  const t = useTranslations("settingsParts");
  const sending = useSubmit(
    async () => {
      await onSend();
      onClose();
    },
    { fields, check },
  );
  useLeaveGuard(isChanged ?? false);
  return (
    <Dialog
      open
      title={title}
      text={text}
      size={size}
      modal={isChanged || sending.busy}
      onClose={onClose}
      onSubmit={() => void sending.submit()}
      actions={
        <>
          <Button onClick={onClose} disabled={sending.busy}>
            {t("cancel")}
          </Button>
          <Button type="submit" variant="primary" busy={sending.busy}>
            {action ?? t("save")}
          </Button>
        </>
      }
    >
      {sending.problem && (
        <Banner tone="danger" live>
          {sending.problem}
        </Banner>
      )}
      {children(sending.errorOf)}
    </Dialog>
  );
}
