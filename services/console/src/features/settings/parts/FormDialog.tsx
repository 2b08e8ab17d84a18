/** A form above a settings page: its fields, what is wrong with them, and the buttons that send or leave it. */

import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { readAgain } from "@/shared/api/queries";
import { isConflict, revisionOf } from "@/shared/api/revision";
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
  /** What its fields hold, where more than texts would be lost: once it changed, only the buttons close it unasked. */
  values?: readonly unknown[];
  /** Of what is changed, when the dialog was opened. Who was faster meanwhile is not overwritten without a question. */
  revision?: number;
  /** Sends it, if what is changed is at that revision; the dialog closes when it is done. */
  onSend: (revision: number | undefined) => Promise<void>;
  onClose: () => void;
  /** The fields; `errorOf` says what is wrong with each. */
  children: (errorOf: (field: string) => string | undefined) => ReactNode;
}

export function FormDialog(props: FormDialogProps) {
  const { title, text, action, size, fields, check, values, revision, onSend, onClose, children } = props;
  const t = useTranslations("settingsParts");
  const now = JSON.stringify(values);
  const [before] = useState(now);
  const isChanged = now !== before;
  /** At which revision somebody else left it. */
  const [theirs, setTheirs] = useState<number>();
  const sending = useSubmit(
    async () => {
      await onSend(theirs ?? revision);
      onClose();
    },
    {
      fields,
      check,
      onError: (error) => {
        const found = isConflict(error) ? revisionOf(error) : undefined;
        if (found === undefined) return false;
        setTheirs(found);
        void readAgain();
        return true;
      },
    },
  );
  useLeaveGuard(isChanged);
  return (
    <Dialog
      open
      title={title}
      text={text}
      size={size}
      modal={sending.busy}
      loss={isChanged || theirs !== undefined ? "changes" : undefined}
      onClose={onClose}
      onSubmit={() => void sending.submit()}
      actions={
        <>
          <Button onClick={onClose} disabled={sending.busy}>
            {theirs === undefined ? t("cancel") : t("conflict.theirs")}
          </Button>
          <Button type="submit" variant="primary" busy={sending.busy}>
            {theirs === undefined ? (action ?? t("save")) : t("conflict.mine")}
          </Button>
        </>
      }
    >
      {theirs !== undefined && (
        <Banner tone="warning" live title={t("conflict.title")}>
          {t("conflict.text")}
        </Banner>
      )}
      {sending.problem && (
        <Banner tone="danger" live>
          {sending.problem}
        </Banner>
      )}
      {children(sending.errorOf)}
    </Dialog>
  );
}
