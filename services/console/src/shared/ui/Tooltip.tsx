/**
 * Words beside what the pointer rests on or the keyboard is at. Only for what is also said elsewhere, as the label of an
 * icon is: nothing is told by hover alone. Escape puts it away, and the pointer may go onto it (WCAG 1.4.13).
 */

import {
  cloneElement,
  type FocusEvent,
  type PointerEvent,
  type ReactElement,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { createPortal } from "react-dom";
import css from "./Tooltip.module.css";

const SHOW_AFTER_MS = 500;
const HIDE_AFTER_MS = 80;
const GAP = 6;
const MARGIN = 4;

interface Handlers {
  onPointerEnter?: (event: PointerEvent<HTMLElement>) => void;
  onPointerLeave?: (event: PointerEvent<HTMLElement>) => void;
  onPointerDown?: (event: PointerEvent<HTMLElement>) => void;
  onFocus?: (event: FocusEvent<HTMLElement>) => void;
  onBlur?: (event: FocusEvent<HTMLElement>) => void;
  "aria-label"?: string;
  "aria-describedby"?: string;
}

interface TooltipProps {
  text: string;
  shortcut?: string;
  side?: "top" | "right";
  /** What it belongs to: one element that passes handlers on. */
  children: ReactElement<Handlers>;
}

export function Tooltip({ text, shortcut, side = "top", children }: TooltipProps) {
  const id = useId();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const later = (element: HTMLElement | null, delay: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      // What has opened something would have its tooltip lie over it.
      setAnchor(element?.getAttribute("aria-expanded") === "true" ? null : element);
    }, delay);
  };
  const hide = () => {
    clearTimeout(timer.current);
    setAnchor(null);
  };
  useEffect(() => () => clearTimeout(timer.current), []);

  const own = children.props;
  const isNamedByIt = own["aria-label"] === text;
  const handlers: Handlers = {
    onPointerEnter: (event) => {
      own.onPointerEnter?.(event);
      if (event.pointerType !== "touch") later(event.currentTarget, SHOW_AFTER_MS);
    },
    onPointerLeave: (event) => {
      own.onPointerLeave?.(event);
      later(null, HIDE_AFTER_MS);
    },
    onPointerDown: (event) => {
      own.onPointerDown?.(event);
      hide();
    },
    onFocus: (event) => {
      own.onFocus?.(event);
      if (event.currentTarget.matches(":focus-visible")) later(event.currentTarget, 0);
    },
    onBlur: (event) => {
      own.onBlur?.(event);
      hide();
    },
    "aria-describedby": anchor && !isNamedByIt ? id : own["aria-describedby"],
  };
  return (
    <>
      {cloneElement(children, handlers)}
      {anchor && (
        <Floating
          id={id}
          anchor={anchor}
          text={text}
          shortcut={shortcut}
          side={side}
          onHide={hide}
          onStay={() => clearTimeout(timer.current)}
          onLeave={() => later(null, HIDE_AFTER_MS)}
        />
      )}
    </>
  );
}

interface FloatingProps {
  id: string;
  anchor: HTMLElement;
  text: string;
  shortcut?: string;
  side: "top" | "right";
  onHide: () => void;
  onStay: () => void;
  onLeave: () => void;
}

function Floating({ id, anchor, text, shortcut, side, onHide, onStay, onLeave }: FloatingProps) {
  const popup = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (popup.current) place(popup.current, anchor.getBoundingClientRect(), side);
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Escape") onHide();
    };
    document.addEventListener("keydown", onKey, true);
    window.addEventListener("scroll", onHide, true);
    return () => {
      document.removeEventListener("keydown", onKey, true);
      window.removeEventListener("scroll", onHide, true);
    };
  }, [onHide]);
  return createPortal(
    <div
      ref={popup}
      id={id}
      role="tooltip"
      className={css.popup}
      onPointerEnter={onStay}
      onPointerLeave={onLeave}
    >
      {text}
      {shortcut && <kbd className={css.shortcut}>{shortcut}</kbd>}
    </div>,
    document.body,
  );
}

/** Puts the popup above its anchor (or beside it), within the window; below it where there is no room above. */
function place(popup: HTMLElement, anchor: DOMRect, side: "top" | "right"): void {
  const { width, height } = popup.getBoundingClientRect();
  const above = anchor.top - height - GAP;
  const top =
    side === "right"
      ? anchor.top + (anchor.height - height) / 2
      : above < MARGIN
        ? anchor.bottom + GAP
        : above;
  const left = side === "right" ? anchor.right + GAP : anchor.left + (anchor.width - width) / 2;
  popup.style.top = `${Math.max(MARGIN, top)}px`;
  popup.style.left = `${Math.min(Math.max(MARGIN, left), window.innerWidth - width - MARGIN)}px`;
}
