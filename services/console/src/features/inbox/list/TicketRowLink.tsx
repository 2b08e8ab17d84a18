/** A ticket in the list, as few elements as it takes: ten thousand of them are scrolled through. */

import { Link } from "@tanstack/react-router";
import { type MouseEvent, memo } from "react";
import { useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import { Avatar } from "@/shared/ui/Avatar";
import { INBOX } from "../address";
import type { TicketRow } from "../rules";
import { TICKS, ticksOf, usePreview } from "./preview";
import css from "./row.module.css";
import { type Waiting, type Window, waitingOf, windowOf } from "./urgency";

export interface RowProps {
  row: TicketRow;
  me: string;
  now: number;
  isOpen: boolean;
  /** The one that Tab reaches. */
  isCursor: boolean;
  hasDraft: boolean;
  isTyping: boolean;
  queue: { name: string; color: string | null } | undefined;
  assignee: string | undefined;
  tags: readonly { id: string; name: string; color: string | null }[];
  hasWindow: boolean;
  isSelecting: boolean;
  isSelected: boolean;
  onSelect: (id: string, isRange: boolean) => void;
  onFocus: (id: string) => void;
}

const SHOWN_TAGS = 2;

export const TicketRowLink = memo(function TicketRowLink(props: RowProps) {
  const { row, now, isOpen, isCursor, isSelecting, isSelected, onSelect, onFocus } = props;
  const t = useTranslations("inbox");
  const format = useFormat();
  const { contact, myUnread } = row;
  const isGroup = row.groupId !== null;
  const person = contact.name ?? (contact.phone ? format.phone(contact.phone) : t("row.unknown"));
  const name = isGroup ? (row.groupName ?? t("row.groupUnnamed")) : person;
  const press = (event: MouseEvent) => {
    if (!isSelecting && !event.ctrlKey && !event.metaKey && !event.shiftKey) return;
    event.preventDefault();
    onSelect(row.id, event.shiftKey);
  };
  return (
    <>
      <Link
        to={INBOX}
        params={{ ticketId: row.id }}
        search={(before: object) => ({ ...before, at: undefined })}
        preload={false}
        tabIndex={isCursor ? 0 : -1}
        data-ticket={row.id}
        aria-current={isOpen || undefined}
        className={css.row}
        data-unread={myUnread > 0}
        data-selected={isSelected}
        data-selecting={isSelecting}
        onClick={press}
        onFocus={() => onFocus(row.id)}
      >
        <Avatar name={isGroup ? null : contact.name} />
        <span className={css.name} dir="auto">
          {name}
        </span>
        <time className={css.time} dateTime={row.lastMessageAt}>
          {format.short(row.lastMessageAt, now)}
        </time>
        <Preview {...props} />
        {myUnread > 0 && (
          <span className={css.unread} role="img" aria-label={t("row.unread", { count: myUnread })}>
            {myUnread > 99 ? "99+" : myUnread}
          </span>
        )}
        <Marks {...props} />
      </Link>
      {isSelecting && (
        <input
          type="checkbox"
          className={css.check}
          checked={isSelected}
          tabIndex={-1}
          aria-label={t("select.row", { name })}
          onChange={() => onSelect(row.id, false)}
        />
      )}
    </>
  );
});

function Preview({ row, me, hasDraft, isTyping }: RowProps) {
  const t = useTranslations("inbox");
  const preview = usePreview();
  const { lastMessage } = row;
  if (isTyping) return <span className={`${css.preview} ${css.typing}`}>{t("row.typing")}</span>;
  const ticks = hasDraft ? undefined : ticksOf(lastMessage);
  return (
    <span className={css.preview} dir="auto">
      {hasDraft && <b className={css.draft}>{t("row.draft")} </b>}
      {ticks && (
        <b className={css.ticks} data-status={ticks} role="img" aria-label={t(`status.${ticks}`)}>
          {TICKS[ticks]}
        </b>
      )}
      {preview(lastMessage, lastMessage?.authorId === me)}
    </span>
  );
}

function Marks({ row, me, now, queue, assignee, tags, hasWindow }: RowProps) {
  const t = useTranslations("inbox");
  const waiting = waitingOf(row, now);
  const window = windowOf(row, hasWindow, now);
  const isUrgent = row.priority === "urgent" || row.priority === "high";
  const more = tags.length - SHOWN_TAGS;
  return (
    <span className={css.marks}>
      {row.groupId !== null && <span className={css.tag}>{t("row.group")}</span>}
      {waiting && row.status !== "snoozed" && <WaitingMark waiting={waiting} />}
      {isUrgent && (
        <span className={css.priority} data-priority={row.priority}>
          {t(`priority.${row.priority}`)}
        </span>
      )}
      {row.snoozedUntil !== null && row.status === "snoozed" && (
        <SnoozedMark until={row.snoozedUntil} now={now} />
      )}
      {window && <WindowMark window={window} />}
      {queue && (
        <span className={css.queue} style={{ "--dot": queue.color ?? undefined } as React.CSSProperties}>
          {queue.name}
        </span>
      )}
      {assignee && <span className={css.assignee}>{row.assigneeId === me ? t("row.yours") : assignee}</span>}
      {tags.slice(0, SHOWN_TAGS).map((tag) => (
        <span key={tag.id} className={css.tag}>
          {tag.name}
        </span>
      ))}
      {more > 0 && <span className={css.tag}>{t("row.moreTags", { count: more })}</span>}
    </span>
  );
}

function WaitingMark({ waiting }: { waiting: Waiting }) {
  const t = useTranslations("inbox");
  const format = useFormat();
  const key = waiting.tone === "late" ? "row.late" : "row.waiting";
  return (
    <span className={css.waiting} data-tone={waiting.tone}>
      {waiting.ms < 60_000 ? t("row.waitingNow") : t(key, { duration: format.duration(waiting.ms) })}
    </span>
  );
}

function SnoozedMark({ until, now }: { until: string; now: number }) {
  const t = useTranslations("inbox");
  const format = useFormat();
  return <span className={css.waiting}>{t("row.snoozed", { at: format.relative(until, now) })}</span>;
}

function WindowMark({ window }: { window: NonNullable<Window> }) {
  const t = useTranslations("inbox");
  const format = useFormat();
  return (
    <span className={css.window} data-kind={window.kind}>
      {window.kind === "closed"
        ? t("row.windowClosed")
        : t("row.windowClosing", { duration: format.duration(window.leftMs) })}
    </span>
  );
}
