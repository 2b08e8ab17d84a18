/**
 * A list of any length, of which only what is seen (and a little more) is drawn. Each entry says where it stands among
 * all, so that a screen reader knows of those that are not drawn.
 */

import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef } from "react";
import css from "./VirtualList.module.css";

export interface VirtualListHandle {
  scrollTo: (index: number) => void;
}

interface VirtualListProps<Item> {
  label: string;
  items: readonly Item[];
  itemKey: (item: Item) => string;
  render: (item: Item, index: number) => ReactNode;
  /** In pixels; entries are measured once they are drawn. */
  estimatedHeight: number;
  /** How many there are in all, if more than have been read. */
  total?: number;
  /** The end has come near: read on. */
  onEndNear?: () => void;
  ref?: Ref<VirtualListHandle>;
}

const NEAR_ENTRIES = 10;

export function VirtualList<Item>(props: VirtualListProps<Item>) {
  const { label, items, itemKey, render, estimatedHeight, total, onEndNear, ref } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => estimatedHeight,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : itemKey(item);
    },
    overscan: 6,
  });
  const entries = virtualizer.getVirtualItems();
  const last = entries.at(-1)?.index ?? -1;
  const isEndNear = items.length > 0 && last >= items.length - NEAR_ENTRIES;
  useEffect(() => {
    if (isEndNear) onEndNear?.();
  }, [isEndNear, onEndNear]);
  useImperativeHandle(ref, () => ({ scrollTo: (index) => virtualizer.scrollToIndex(index) }), [virtualizer]);
  return (
    // biome-ignore-start lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
    // biome-ignore-start lint/a11y/useSemanticElements: a fieldset is for fields.
    <div ref={scroller} className={css.scroller} tabIndex={0} role="group" aria-label={label}>
      <ul aria-label={label} className={css.list} style={{ blockSize: virtualizer.getTotalSize() }}>
        {entries.map((entry) => {
          const item = items[entry.index];
          if (item === undefined) return null;
          return (
            <li
              key={entry.key}
              ref={virtualizer.measureElement}
              data-index={entry.index}
              aria-posinset={entry.index + 1}
              aria-setsize={total ?? items.length}
              className={css.entry}
              style={{ transform: `translateY(${entry.start}px)` }}
            >
              {render(item, entry.index)}
            </li>
          );
        })}
      </ul>
    </div>
    // biome-ignore-end lint/a11y/useSemanticElements: see above
    // biome-ignore-end lint/a11y/noNoninteractiveTabindex: see above
  );
}
