/** The tickets of a list, of which only those in sight are drawn; the next page is read before its end is reached. */

import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import type { TicketRow } from "../rules";
import { shiftOf } from "./anchor";
import css from "./list.module.css";

const OVERSCAN = 3;
/** How many rows before the end the next page is asked for. */
const AHEAD = 20;

interface Props {
  rows: readonly TicketRow[];
  /** Whether these are all. */
  isComplete: boolean;
  isReading: boolean;
  onMore: () => void;
  /** What is to be in sight: scrolled to when it changes. */
  cursor: string | undefined;
  /** Counted up when the cursor was moved by a key: it takes the focus. */
  moves: number;
  label: string;
  children: (row: TicketRow) => ReactNode;
  foot?: ReactNode;
}

/** The height of a row, as the tokens say for the density and the pointer. */
function rowHeight(): number {
  return Number.parseInt(getComputedStyle(document.documentElement).getPropertyValue("--row"), 10) || 72;
}

export function VirtualTickets(props: Props) {
  const { rows, isComplete, isReading, onMore, cursor, moves, label, children, foot } = props;
  const t = useTranslations("inbox");
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: rowHeight,
    overscan: OVERSCAN,
    getItemKey: (at) => rows[at]?.id ?? at,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  useEffect(() => {
    if (!isComplete && !isReading && last >= rows.length - AHEAD) onMore();
  }, [isComplete, isReading, last, rows.length, onMore]);

  useStillness(scroll, rows);

  const latest = useRef({ rows, virtual });
  latest.current = { rows, virtual };
  useEffect(() => {
    if (moves === 0 || cursor === undefined) return;
    const at = latest.current.rows.findIndex((row) => row.id === cursor);
    if (at < 0) return;
    latest.current.virtual.scrollToIndex(at);
    const focus = () => scroll.current?.querySelector<HTMLElement>(`[data-ticket="${cursor}"]`)?.focus();
    focus();
    const frame = requestAnimationFrame(focus);
    return () => cancelAnimationFrame(frame);
  }, [moves, cursor]);

  return (
    <div ref={scroll} className={css.scroll}>
      <ul aria-label={label} className={css.rows} style={{ blockSize: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          return (
            row && (
              <li
                key={item.key}
                className={css.item}
                aria-setsize={isComplete ? rows.length : -1}
                aria-posinset={item.index + 1}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                {children(row)}
              </li>
            )
          );
        })}
      </ul>
      {foot ?? (!isComplete && rows.length > 0 && <p className={css.foot}>{t("list.more")}</p>)}
    </div>
  );
}

/** Keeps what is looked at where it is, when rows come and go above it. At the top, what is new is to be seen. */
function useStillness(scroll: RefObject<HTMLElement | null>, rows: readonly TicketRow[]): void {
  const before = useRef(rows);
  useLayoutEffect(() => {
    const element = scroll.current;
    const height = rowHeight();
    if (element && element.scrollTop > height / 2 && before.current !== rows) {
      element.scrollTop += shiftOf(before.current, rows, Math.floor(element.scrollTop / height)) * height;
    }
    before.current = rows;
  }, [scroll, rows]);
}
