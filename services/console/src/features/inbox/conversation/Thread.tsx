/**
 * The messages, virtual and held to the end: it follows what comes only while the end is seen, else it says how many are
 * new. Nothing above what is seen moves it. Arrows go from message to message; keys act on the one that has the focus.
 */

import { useVirtualizer } from "@tanstack/react-virtual";
import { ArrowDown } from "lucide-react";
import { type KeyboardEvent, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { Entry as OutboxEntry } from "@/shared/outbox/entry";
import type { Message } from "@/shared/ui/conversation/message";
import { Spinner } from "@/shared/ui/Spinner";
import { VisuallyHidden } from "@/shared/ui/VisuallyHidden";
import type { Messages } from "./data";
import { type Row, rowsOf } from "./rows";
import css from "./Thread.module.css";
import { ThreadRow } from "./ThreadRow";
import { useArrivals } from "./useArrivals";
import { useStart } from "./useStart";

export interface ThreadHandle {
  /** Shows a message that is loaded, and marks it; false: it is not loaded. */
  show(isSought: (message: Message) => boolean): boolean;
  toEnd(): void;
}

interface Props {
  messages: Messages;
  outbox: readonly OutboxEntry[];
  unread: { id: string; count: number } | null;
  dayOf: (at: string) => string;
  /** The message that the address names. */
  at?: string;
  label: string;
  handle: { current: ThreadHandle | null };
  onEdit: (entry: OutboxEntry) => void;
  onQuoted: (providerMessageId: string) => void;
  onView: (mediaId: string) => void;
  /** The message that keys act on: the one with the focus; null: the last one. */
  onFocusMessage: (message: Message | null) => void;
  onAtEnd: (isAtEnd: boolean) => void;
  /** Back from the past that the address named. */
  onLeavePast: () => void;
}

/** So near to the end counts as the end, in pixels. */
const NEAR = 80;
const SOUGHT_MS = 2500;

export function Thread(props: Props) {
  const { messages, outbox, unread, dayOf, at, label, handle, onFocusMessage, onAtEnd, onLeavePast } = props;
  const t = useTranslations("inboxConversation");
  const { stretch, loading, loadOlder, loadNewer } = messages;
  const isEnd = stretch?.newer === null;
  const rows = useMemo(
    () => rowsOf({ items: stretch?.items ?? [], outbox, unread, dayOf, isEnd }),
    [stretch?.items, outbox, unread, dayOf, isEnd],
  );
  const frame = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<string | null>(null);
  const [sought, setSought] = useState<string | null>(null);
  const [isAtEnd, setAtEnd] = useState(true);

  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: (index) => (rows[index]?.kind === "message" || rows[index]?.kind === "outgoing" ? 64 : 36),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 6,
    paddingStart: 12,
    paddingEnd: 12,
    anchorTo: "end",
    followOnAppend: isEnd,
    scrollEndThreshold: NEAR,
    initialRect: { width: 640, height: 640 },
  });

  const show = useCallback(
    (isSought: (message: Message) => boolean) => {
      const index = rows.findIndex((row) => row.kind === "message" && isSought(row.message));
      const row = rows[index];
      if (!row) return false;
      list.scrollToIndex(index, { align: "center" });
      setSought(row.key);
      setActive(row.key);
      return true;
    },
    [rows, list],
  );
  const toEnd = useCallback(() => list.scrollToEnd(), [list]);
  handle.current = { show, toEnd };

  useEffect(() => {
    if (!sought) return;
    const timer = setTimeout(() => setSought(null), SOUGHT_MS);
    return () => clearTimeout(timer);
  }, [sought]);

  const isLoaded = stretch !== undefined;
  const totalSize = list.getTotalSize();
  const { isSettled, settle } = useStart({
    list,
    rows,
    at,
    isLoaded,
    totalSize,
    show,
    onSettled: () => look(),
  });

  const items = list.getVirtualItems();
  const look = useCallback(() => {
    const element = frame.current;
    if (!element) return;
    const { scrollTop, scrollHeight, clientHeight } = element;
    const below = scrollHeight - scrollTop - clientHeight;
    setAtEnd(isEnd && below < NEAR);
    if (!isSettled.current) return;
    // What fails is asked for again by the next scroll.
    if (scrollTop < clientHeight) void loadOlder().catch(() => undefined);
    if (!isEnd && below < clientHeight) void loadNewer().catch(() => undefined);
  }, [isEnd, isSettled, loadOlder, loadNewer]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is shown may be shorter or longer now.
  useEffect(look, [look, rows.length]);
  useEffect(() => onAtEnd(isAtEnd), [isAtEnd, onAtEnd]);

  const { isNew, count, announcement } = useArrivals(stretch, isAtEnd);
  const latest = useRef(onFocusMessage);
  latest.current = onFocusMessage;
  useEffect(() => {
    const row = rows.find((each) => each.key === active);
    latest.current(row?.kind === "message" ? row.message : null);
  }, [active, rows]);

  function move(event: KeyboardEvent<HTMLDivElement>) {
    const by = { ArrowUp: -1, ArrowDown: 1, PageUp: -8, PageDown: 8 }[event.key];
    const toEdge = event.key === "Home" ? 0 : event.key === "End" ? rows.length - 1 : undefined;
    if (
      (by === undefined && toEdge === undefined) ||
      !(event.target as HTMLElement).matches("[data-row], [role=log]")
    )
      return;
    event.preventDefault();
    settle();
    const current = rows.findIndex((row) => row.key === active);
    const from = current === -1 ? rows.length : current;
    focusRow(nextFocus(rows, toEdge ?? from + (by ?? 0), by ?? (toEdge === 0 ? 1 : -1)));
  }

  function focusRow(index: number) {
    const row = rows[index];
    if (!row) return;
    setActive(row.key);
    list.scrollToIndex(index, { align: "auto" });
    requestAnimationFrame(() =>
      frame.current?.querySelector<HTMLElement>(`[data-index="${index}"] [data-row]`)?.focus(),
    );
  }

  return (
    <div className={css.thread}>
      {loading === "older" && (
        <p className={css.loading}>
          <Spinner /> {t("older")}
        </p>
      )}
      <div
        ref={frame}
        className={css.frame}
        role="log"
        aria-live="off"
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls takes the focus, and arrows go through it.
        tabIndex={0}
        onScroll={look}
        onWheel={settle}
        onPointerDown={settle}
        onKeyDown={move}
      >
        <div className={css.rows} style={{ blockSize: totalSize }}>
          {items.map((item) => {
            const row = rows[item.index];
            if (!row) return null;
            return (
              <div
                key={item.key}
                data-index={item.index}
                ref={list.measureElement}
                className={css.row}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <ThreadRow
                  row={row}
                  isActive={row.key === active}
                  isSought={row.key === sought}
                  onActive={setActive}
                  onEdit={props.onEdit}
                  onQuoted={props.onQuoted}
                  onView={props.onView}
                />
              </div>
            );
          })}
        </div>
      </div>
      {(!isAtEnd || at) && (
        <button type="button" className={css.toEnd} onClick={isEnd ? toEnd : onLeavePast}>
          <ArrowDown size={16} aria-hidden="true" />
          {isNew ? t("newMessages", { count }) : t("toEnd")}
        </button>
      )}
      <VisuallyHidden>
        <span role="status">{announcement}</span>
      </VisuallyHidden>
    </div>
  );
}

/** The nearest row in a direction that can have the focus. */
function nextFocus(rows: readonly Row[], from: number, direction: number): number {
  const step = direction < 0 ? -1 : 1;
  for (let at = Math.min(Math.max(from, 0), rows.length - 1); at >= 0 && at < rows.length; at += step) {
    const kind = rows[at]?.kind;
    if (kind === "message" || kind === "outgoing") return at;
  }
  return -1;
}
