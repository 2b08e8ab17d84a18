/** Whom the conversation is with, how it stands, and what is done with the ticket: by pointer, menu or key. */

import {
  AlarmClock,
  ArrowLeft,
  ArrowRightLeft,
  CircleCheck,
  EllipsisVertical,
  Hand,
  PanelRight,
  RotateCcw,
  Tag,
} from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { useChannels, useQueues, useUsers } from "@/shared/api/lookups";
import { useMay, useSession } from "@/shared/api/session";
import { useFormat } from "@/shared/format/useFormat";
import { useCommand } from "@/shared/keyboard/commands";
import { useKeyWords } from "@/shared/keyboard/Keys";
import { Avatar } from "@/shared/ui/Avatar";
import { Badge } from "@/shared/ui/Badge";
import { Button } from "@/shared/ui/Button";
import { useNames } from "@/shared/ui/conversation/people";
import { IconButton } from "@/shared/ui/IconButton";
import { Menu } from "@/shared/ui/Menu";
import type { Ticket } from "../ticket";
import { useTicketActions } from "../ticket-actions";
import { Colleagues } from "./Colleagues";
import css from "./Header.module.css";
import type { Attending } from "./useAttending";
import { useHeaderMenu } from "./useHeaderMenu";
import { useWindow } from "./useWindow";
import { isLastHour } from "./window";

const CloseDialog = lazy(() => import("./dialogs/CloseDialog"));
const TransferDialog = lazy(() => import("./dialogs/TransferDialog"));
const SnoozeDialog = lazy(() => import("./dialogs/SnoozeDialog"));
const TagsDialog = lazy(() => import("./dialogs/TagsDialog"));
const ParticipantsDialog = lazy(() => import("./dialogs/ParticipantsDialog"));

export type OpenDialog = "close" | "transfer" | "snooze" | "tags" | "participants";

interface Props {
  ticket: Ticket;
  attending: Attending;
  keepUnread: () => void;
  onBack?: () => void;
  onShowDetails?: () => void;
  onDone?: (ticketId: string) => void;
}

export function Header({ ticket, attending, keepUnread, onBack, onShowDetails, onDone }: Props) {
  const t = useTranslations("inboxConversation");
  const keys = useKeyWords();
  const names = useNames();
  const actions = useTicketActions(ticket);
  const mayWrite = useMay("tickets:write");
  const { user } = useSession();
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const isClosed = ticket.status === "closed";
  const isMine = ticket.assigneeId === user.id;
  const canTake =
    mayWrite && !isClosed && ((!isMine && ticket.assigneeId === null) || ticket.status === "snoozed");
  const isOpen = mayWrite && !isClosed;
  const unread = () => {
    keepUnread();
    void actions.markUnread();
  };
  const menu = useHeaderMenu({ ticket, actions, onOpen: setDialog, onUnread: unread });

  useCommand("ticketTake", () => void actions.take(), canTake);
  useCommand("ticketClose", () => setDialog("close"), isOpen);
  useCommand("ticketReopen", () => void actions.reopen(), mayWrite && isClosed);
  useCommand("ticketTransfer", () => setDialog("transfer"), isOpen);
  useCommand("ticketSnooze", () => setDialog("snooze"), isOpen);
  useCommand("ticketUnread", unread, mayWrite);
  useCommand("ticketTags", () => setDialog("tags"), mayWrite);

  const close = () => setDialog(null);
  return (
    <header className={css.header}>
      {onBack && <IconButton className={css.back} label={t("back")} icon={ArrowLeft} onClick={onBack} />}
      <Avatar name={ticket.groupId ? null : names.contact} />
      <div className={css.who}>
        <h2 className={css.name} dir="auto">
          {ticket.groupId ? t("group", { name: names.contact }) : names.contact}
        </h2>
        <Standing ticket={ticket} />
      </div>
      <Colleagues attending={attending} />
      <div className={css.actions}>
        {canTake && (
          <Button
            variant="primary"
            className={css.action}
            icon={Hand}
            aria-keyshortcuts={keys("ticketTake").aria}
            onClick={() => void actions.take()}
          >
            {t(ticket.status === "snoozed" && isMine ? "actions.wake" : "actions.take")}
          </Button>
        )}
        {isOpen && (
          <>
            <IconButton
              className={css.wide}
              label={t("actions.transfer")}
              icon={ArrowRightLeft}
              shortcut={keys("ticketTransfer").hint}
              onClick={() => setDialog("transfer")}
            />
            <IconButton
              className={css.wide}
              label={t("actions.snooze")}
              icon={AlarmClock}
              shortcut={keys("ticketSnooze").hint}
              onClick={() => setDialog("snooze")}
            />
            <IconButton
              className={css.wide}
              label={t("actions.tags")}
              icon={Tag}
              shortcut={keys("ticketTags").hint}
              onClick={() => setDialog("tags")}
            />
            {!canTake && (
              <Button
                className={css.action}
                icon={CircleCheck}
                aria-keyshortcuts={keys("ticketClose").aria}
                onClick={() => setDialog("close")}
              >
                {t("actions.close")}
              </Button>
            )}
          </>
        )}
        {mayWrite && isClosed && (
          <Button
            variant="primary"
            className={css.action}
            icon={RotateCcw}
            aria-keyshortcuts={keys("ticketReopen").aria}
            onClick={() => void actions.reopen()}
          >
            {t("actions.reopen")}
          </Button>
        )}
        {mayWrite && (
          <Menu
            trigger={<IconButton label={t("actions.more")} icon={EllipsisVertical} tooltip={false} />}
            items={menu}
          />
        )}
        {onShowDetails && <IconButton label={t("details")} icon={PanelRight} onClick={onShowDetails} />}
      </div>
      <Suspense>
        {dialog === "close" && (
          <CloseDialog
            onClose={close}
            onConfirm={async (reason) => {
              close();
              if (await actions.close(reason)) onDone?.(ticket.id);
            }}
          />
        )}
        {dialog === "transfer" && <TransferDialog ticket={ticket} actions={actions} onClose={close} />}
        {dialog === "snooze" && <SnoozeDialog ticket={ticket} actions={actions} onClose={close} />}
        {dialog === "tags" && <TagsDialog ticket={ticket} actions={actions} onClose={close} />}
        {dialog === "participants" && (
          <ParticipantsDialog ticket={ticket} actions={actions} onClose={close} />
        )}
      </Suspense>
    </header>
  );
}

/** The line below the name: number, channel, queue, who has it. */
function Standing({ ticket }: { ticket: Ticket }) {
  const t = useTranslations("inboxConversation");
  const format = useFormat();
  const channel = useChannels().byId.get(ticket.channelId);
  const queue = useQueues().byId.get(ticket.queueId ?? "");
  const users = useUsers().byId;
  const { user } = useSession();
  const who =
    ticket.assigneeId === null
      ? t("nobodys")
      : ticket.assigneeId === user.id
        ? t("yours")
        : t("whose", { name: users.get(ticket.assigneeId)?.name ?? "" });
  const parts = [
    `#${ticket.number}`,
    who,
    queue?.name,
    channel?.name,
    ticket.contact.name && ticket.contact.phone ? format.phone(ticket.contact.phone) : undefined,
  ];
  return (
    <div className={css.standing}>
      <WindowBadge ticket={ticket} />
      {ticket.priority !== "normal" && (
        <Badge
          tone={ticket.priority === "urgent" ? "danger" : ticket.priority === "high" ? "warning" : "neutral"}
        >
          {t(`priority.${ticket.priority}`)}
        </Badge>
      )}
      <span dir="auto">{parts.filter(Boolean).join(" · ")}</span>
    </div>
  );
}

function WindowBadge({ ticket }: { ticket: Ticket }) {
  const t = useTranslations("inboxConversation");
  const format = useFormat();
  const window = useWindow(ticket);
  if (ticket.groupId || ticket.status === "closed" || window.kind === "free") return null;
  if (window.kind === "closed") {
    return (
      <span className={css.window} title={t("window.why")}>
        <Badge tone="warning">{t("window.closed")}</Badge>
      </span>
    );
  }
  if (!isLastHour(window)) return null;
  return (
    <span className={css.window} title={t("window.until", { time: format.time(window.closesAt) })}>
      <Badge tone="warning">
        {t("window.left", { time: format.duration(Math.ceil(window.leftMs / 60_000) * 60_000) })}
      </Badge>
    </span>
  );
}
