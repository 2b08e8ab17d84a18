/** The menu of a ticket: all that can be done with it, macros among it. */

import { useQuery } from "@tanstack/react-query";
import {
  AlarmClock,
  AlarmClockOff,
  ArrowRightLeft,
  CircleCheck,
  Flag,
  Hand,
  MailQuestion,
  RotateCcw,
  Tag,
  Users,
  Zap,
} from "lucide-react";
import { useTranslations } from "use-intl";
import { api, ask } from "@/shared/api/client";
import { LIVE } from "@/shared/api/queries";
import { useMay, useSession } from "@/shared/api/session";
import { useKeyWords } from "@/shared/keyboard/Keys";
import type { MenuItem } from "@/shared/ui/Menu";
import type { Ticket } from "../ticket";
import type { Priority, TicketActions } from "../ticket-actions";
import type { OpenDialog } from "./Header";

const PRIORITIES: readonly Priority[] = ["urgent", "high", "normal", "low"];

interface Given {
  ticket: Ticket;
  actions: TicketActions;
  onOpen: (dialog: OpenDialog) => void;
  onUnread: () => void;
}

/** Macros that fit the ticket's queue. */
function useMacros(queueId: string | null) {
  const { data } = useQuery({
    queryKey: ["macros"],
    queryFn: async () => (await ask(api.GET("/api/v1/macros"))).items,
    enabled: useMay("tickets:write"),
    ...LIVE,
  });
  return (data ?? []).filter(
    (macro) => macro.queueIds.length === 0 || macro.queueIds.includes(queueId ?? ""),
  );
}

export function useHeaderMenu({ ticket, actions, onOpen, onUnread }: Given): MenuItem[] {
  const t = useTranslations("inboxConversation");
  const keys = useKeyWords();
  const { user } = useSession();
  const mayManage = useMay("tickets:manage");
  const macros = useMacros(ticket.queueId);
  const isClosed = ticket.status === "closed";
  const isOthers = ticket.assigneeId !== null && ticket.assigneeId !== user.id;
  const items: MenuItem[] = [];
  const add = (...more: MenuItem[]) => items.push(...more);

  if (isClosed) {
    add({
      label: t("actions.reopen"),
      icon: RotateCcw,
      shortcut: keys("ticketReopen").hint,
      onSelect: () => void actions.reopen(),
    });
  } else {
    if (ticket.assigneeId === null) {
      add({
        label: t("actions.take"),
        icon: Hand,
        shortcut: keys("ticketTake").hint,
        onSelect: () => void actions.take(),
      });
    }
    if (isOthers || (ticket.heldBy !== null && mayManage)) {
      add({ label: t("actions.takeOver"), icon: Hand, onSelect: () => void actions.takeOver() });
    }
    add({
      label: t("actions.transfer"),
      icon: ArrowRightLeft,
      shortcut: keys("ticketTransfer").hint,
      onSelect: () => onOpen("transfer"),
    });
    if (ticket.status === "snoozed") {
      add({ label: t("actions.wake"), icon: AlarmClockOff, onSelect: () => void actions.wake() });
    } else {
      add({
        label: t("actions.snooze"),
        icon: AlarmClock,
        shortcut: keys("ticketSnooze").hint,
        onSelect: () => onOpen("snooze"),
      });
    }
    add({
      label: t("actions.close"),
      icon: CircleCheck,
      shortcut: keys("ticketClose").hint,
      onSelect: () => onOpen("close"),
    });
  }
  add(
    "separator",
    {
      label: t("actions.tags"),
      icon: Tag,
      shortcut: keys("ticketTags").hint,
      onSelect: () => onOpen("tags"),
    },
    { label: t("actions.participants"), icon: Users, onSelect: () => onOpen("participants") },
    {
      label: t("actions.unread"),
      icon: MailQuestion,
      shortcut: keys("ticketUnread").hint,
      onSelect: onUnread,
    },
  );
  if (!isClosed) {
    add({ heading: t("actions.priority") });
    for (const priority of PRIORITIES) {
      add({
        label: t(`priority.${priority}`),
        icon: Flag,
        checked: ticket.priority === priority,
        onSelect: () => void actions.setPriority(priority),
      });
    }
  }
  if (macros.length > 0 && !isClosed) {
    add({ heading: t("actions.macros") });
    for (const macro of macros) {
      add({ label: macro.name, icon: Zap, onSelect: () => void actions.runMacro(macro.id, macro.name) });
    }
  }
  return items;
}
