/** What is done by key with the row of the list that has the focus, while another ticket is open, or none. */

import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/shared/api/session";
import { useCommand } from "@/shared/keyboard/commands";
import { confirm } from "@/shared/ui/confirm";
import type { TicketRow } from "./rules";
import { useTicketActions } from "./ticket-actions";

const CloseDialog = lazy(() => import("./conversation/dialogs/CloseDialog"));
const TransferDialog = lazy(() => import("./conversation/dialogs/TransferDialog"));
const SnoozeDialog = lazy(() => import("./conversation/dialogs/SnoozeDialog"));
const TagsDialog = lazy(() => import("./conversation/dialogs/TagsDialog"));

type DialogName = "close" | "transfer" | "snooze" | "tags";

interface Props {
  row: TicketRow;
  /** A dialog is open: the row keeps its keys although the focus has left it. */
  onHold: (isHeld: boolean) => void;
}

export function RowKeys({ row, onHold }: Props) {
  const t = useTranslations("inbox");
  const actions = useTicketActions(row);
  const mayWrite = useMay("tickets:write");
  const [dialog, setDialog] = useState<DialogName>();
  const isClosed = row.status === "closed";
  const isOpen = mayWrite && !isClosed;
  const ask = (name: DialogName) => () => {
    onHold(true);
    setDialog(name);
  };
  const close = () => {
    setDialog(undefined);
    onHold(false);
  };
  const take = async () => {
    if (row.assigneeId === null) return actions.take();
    const isSure = await confirm({
      title: t("takeOver.title"),
      text: t("takeOver.text"),
      action: t("takeOver.action"),
    });
    return isSure && actions.takeOver();
  };
  useCommand("ticketTake", () => void take(), isOpen);
  useCommand("ticketClose", ask("close"), isOpen);
  useCommand("ticketReopen", () => void actions.reopen(), mayWrite && isClosed);
  useCommand("ticketTransfer", ask("transfer"), isOpen);
  useCommand("ticketSnooze", ask("snooze"), isOpen);
  useCommand("ticketUnread", () => void actions.markUnread(), mayWrite);
  useCommand("ticketTags", ask("tags"), mayWrite);
  const given = { ticket: row, actions, onClose: close };
  return (
    <Suspense>
      {dialog === "close" && (
        <CloseDialog
          onClose={close}
          onConfirm={(reason) => {
            close();
            void actions.close(reason);
          }}
        />
      )}
      {dialog === "transfer" && <TransferDialog {...given} />}
      {dialog === "snooze" && <SnoozeDialog {...given} />}
      {dialog === "tags" && <TagsDialog {...given} />}
    </Suspense>
  );
}
