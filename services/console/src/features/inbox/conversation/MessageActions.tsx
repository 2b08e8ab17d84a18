/** The buttons beside a message: answer, react, and a menu of the rest. */

import { Popover } from "@base-ui/react/popover";
import { Copy, EllipsisVertical, Forward, Pencil, Plus, Reply, SmilePlus, Trash2 } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay, useSession } from "@/shared/api/session";
import { Button } from "@/shared/ui/Button";
import { isAnswerable, type Message } from "@/shared/ui/conversation/message";
import { IconButton } from "@/shared/ui/IconButton";
import { Menu, type MenuItem } from "@/shared/ui/Menu";
import popup from "@/shared/ui/popup.module.css";
import { useConversation } from "./context";
import css from "./MessageActions.module.css";
import { ownReaction, QUICK_REACTIONS, useMessageActions } from "./message-actions";

const EmojiPicker = lazy(() => import("@/shared/ui/conversation/EmojiPicker"));

export function MessageActions({ message }: { message: Message }) {
  const t = useTranslations("inboxConversation");
  const conversation = useConversation();
  const actions = useMessageActions();
  const { user } = useSession();
  const mayWrite = useMay("tickets:write");
  const mayManage = useMay("tickets:manage");
  const isNote = message.kind === "note";
  const isOwn = message.authorId === user.id;
  const canAnswer = conversation.isAnswerable && isAnswerable(message);
  const items: MenuItem[] = [];
  if (canAnswer)
    items.push({
      label: t("actions.quote"),
      icon: Reply,
      shortcut: "Q",
      onSelect: () => conversation.quote(message),
    });
  if (message.text)
    items.push({ label: t("actions.copy"), icon: Copy, onSelect: () => void actions.copy(message) });
  if (
    mayWrite &&
    !isNote &&
    !message.revokedAt &&
    message.kind !== "unsupported" &&
    message.kind !== "call"
  ) {
    items.push({ label: t("actions.forward"), icon: Forward, onSelect: () => conversation.forward(message) });
  }
  if (message.kind === "note" && mayWrite && !message.content.note?.removedAt) {
    if (isOwn)
      items.push({
        label: t("actions.editNote"),
        icon: Pencil,
        onSelect: () => conversation.editNote(message),
      });
    if (isOwn || mayManage) {
      items.push({
        label: t("actions.removeNote"),
        icon: Trash2,
        danger: true,
        onSelect: () => void actions.removeNote(message),
      });
    }
  }
  return (
    <>
      {canAnswer && (
        <ReactButton
          message={message}
          onPick={(emoji) => void actions.react(conversation.ticket.id, message, emoji)}
        />
      )}
      {items.length > 0 && (
        <Menu
          trigger={
            <IconButton size="small" label={t("actions.more")} icon={EllipsisVertical} tooltip={false} />
          }
          items={items}
        />
      )}
    </>
  );
}

function ReactButton({ message, onPick }: { message: Message; onPick: (emoji: string) => void }) {
  const t = useTranslations("inboxConversation");
  const [isOpen, setOpen] = useState(false);
  const [isWhole, setWhole] = useState(false);
  const own = ownReaction(message);
  const pick = (emoji: string) => {
    setOpen(false);
    onPick(emoji);
  };
  return (
    <Popover.Root
      open={isOpen}
      onOpenChange={(open) => {
        setOpen(open);
        if (!open) setWhole(false);
      }}
    >
      <Popover.Trigger
        data-react=""
        render={<IconButton size="small" label={t("actions.react")} icon={SmilePlus} tooltip={false} />}
      />
      <Popover.Portal>
        <Popover.Positioner side="top" sideOffset={4} className={popup.positioner}>
          <Popover.Popup className={css.popup} aria-label={t("actions.react")}>
            {isWhole ? (
              <Suspense fallback={<div className={css.waiting} />}>
                <EmojiPicker onPick={pick} />
              </Suspense>
            ) : (
              <div className={css.quick}>
                {QUICK_REACTIONS.map((emoji) => (
                  <button
                    key={emoji}
                    type="button"
                    className={css.emoji}
                    aria-pressed={emoji === own}
                    onClick={() => pick(emoji)}
                  >
                    {emoji}
                  </button>
                ))}
                <IconButton
                  size="small"
                  label={t("actions.otherEmoji")}
                  icon={Plus}
                  onClick={() => setWhole(true)}
                />
              </div>
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}

/** Below a message that failed or is unconfirmed. */
export function SendAgain({ message }: { message: Message }) {
  const t = useTranslations("inboxConversation");
  const { isAnswerable } = useConversation();
  const actions = useMessageActions();
  const [isBusy, setBusy] = useState(false);
  if (!isAnswerable || message.ticketId === null) return null;
  return (
    <Button
      size="small"
      busy={isBusy}
      onClick={async () => {
        setBusy(true);
        await actions.sendAgain(message);
        setBusy(false);
      }}
    >
      {t("again.action")}
    </Button>
  );
}
