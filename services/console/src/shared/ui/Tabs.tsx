/**
 * Views of one thing beside each other. With `link` in the items the address says which one is shown, and the tabs are a
 * navigation; without it they switch the panel below.
 */

import type { LucideIcon } from "lucide-react";
import { cloneElement, type KeyboardEvent, type ReactElement, type ReactNode, useId, useRef } from "react";
import css from "./Tabs.module.css";

export interface TabItem<Value extends string = string> {
  value: Value;
  label: string;
  icon?: LucideIcon;
  count?: number;
  /** `<Link to="…" />`; its `aria-current` says that it is the one shown. */
  link?: ReactElement<{ className?: string; children?: ReactNode }>;
}

interface TabsProps<Value extends string> {
  /** What the tabs are views of. */
  label: string;
  items: readonly TabItem<Value>[];
  value?: Value;
  onValue?: (value: Value) => void;
  /** The panel of the tab that is shown. */
  children?: ReactNode;
}

export function Tabs<Value extends string>({ label, items, value, onValue, children }: TabsProps<Value>) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  if (items.some((item) => item.link)) {
    return (
      <>
        <nav aria-label={label} className={css.list}>
          {items.map(
            (item) =>
              item.link &&
              cloneElement(item.link, {
                key: item.value,
                className: css.tab,
                children: <Words item={item} />,
              }),
          )}
        </nav>
        {children}
      </>
    );
  }
  const move = (event: KeyboardEvent) => {
    const at = items.findIndex((item) => item.value === value);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: items.length - 1 }[event.key];
    const next = to === undefined ? undefined : items[(to + items.length) % items.length];
    if (!next) return;
    event.preventDefault();
    onValue?.(next.value);
    list.current?.querySelector<HTMLElement>(`[data-value="${CSS.escape(next.value)}"]`)?.focus();
  };
  return (
    <>
      <div ref={list} role="tablist" aria-label={label} className={css.list}>
        {items.map((item) => (
          <button
            key={item.value}
            type="button"
            role="tab"
            id={`${id}-${item.value}`}
            data-value={item.value}
            aria-selected={item.value === value}
            aria-controls={children && item.value === value ? `${id}-panel` : undefined}
            tabIndex={item.value === value ? 0 : -1}
            className={css.tab}
            onClick={() => onValue?.(item.value)}
            onKeyDown={move}
          >
            <Words item={item} />
          </button>
        ))}
      </div>
      {children && (
        <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${value}`} className={css.panel}>
          {children}
        </div>
      )}
    </>
  );
}

function Words({ item: { icon: Icon, label, count } }: { item: TabItem }) {
  return (
    <>
      {Icon && <Icon aria-hidden size={16} />}
      {label}
      {count !== undefined && <span className={css.count}>{count}</span>}
    </>
  );
}
