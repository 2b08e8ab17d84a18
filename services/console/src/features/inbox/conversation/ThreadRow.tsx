/** One row of the conversation. The row that is pointed at or has the focus has the message's actions. */

import { memo, useCallback } from "react";
import { useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import type { Entry as OutboxEntry } from "@/shared/outbox/entry";
import { Entry } from "@/shared/ui/conversation/Entry";
import { MessageBubble } from "@/shared/ui/conversation/MessageBubble";
import { shapeOf } from "@/shared/ui/conversation/message";
import { MessageActions, SendAgain } from "./MessageActions";
import { OutgoingBubble } from "./OutgoingBubble";
import type { Row } from "./rows";
import css from "./ThreadRow.module.css";

interface Props {
  row: Row;
  isActive: boolean;
  isSought: boolean;
  onActive: (key: string) => void;
  onEdit: (entry: OutboxEntry) => void;
  onQuoted: (providerMessageId: string) => void;
  onView: (mediaId: string) => void;
}

export const ThreadRow = memo(function ThreadRow(props: Props) {
  const { row, isActive, isSought, onActive, onEdit, onQuoted, onView } = props;
  const t = useTranslations("inboxConversation");
  const format = useFormat();
  const activate = useCallback(() => onActive(row.key), [onActive, row.key]);
  if (row.kind === "day") {
    return (
      <h2 className={css.day}>
        <span>{format.day(row.at)}</span>
      </h2>
    );
  }
  if (row.kind === "unread") {
    return (
      <p className={css.unread}>
        <span>{t("unread", { count: row.count })}</span>
      </p>
    );
  }
  const handlers = {
    "data-row": "",
    tabIndex: -1,
    onFocus: activate,
    onPointerEnter: activate,
    onPointerDown: activate,
  };
  if (row.kind === "outgoing") {
    return (
      <div {...handlers} className={css.row} data-follows={row.follows ? "" : undefined}>
        <OutgoingBubble entry={row.entry} follows={row.follows} onEdit={onEdit} />
      </div>
    );
  }
  const { message } = row;
  const isEntry = shapeOf(message) === "entry";
  const isUnsent =
    message.direction === "out" && (message.status === "failed" || message.status === "unconfirmed");
  return (
    <div
      {...handlers}
      className={css.row}
      data-follows={row.follows ? "" : undefined}
      data-reacted={message.reactions.length > 0 ? "" : undefined}
    >
      {isEntry ? (
        <Entry message={message} />
      ) : (
        <MessageBubble
          message={message}
          follows={row.follows}
          sought={isSought}
          onQuoted={onQuoted}
          onView={onView}
          actions={isActive ? <MessageActions message={message} /> : undefined}
          remedy={isUnsent ? <SendAgain message={message} /> : undefined}
        />
      )}
    </div>
  );
});
