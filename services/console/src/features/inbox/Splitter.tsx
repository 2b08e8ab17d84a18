/** The edge between two panes: dragged, or moved by the arrow keys; the width is kept in this browser. */

import { type KeyboardEvent, type PointerEvent, useState } from "react";
import css from "./inbox.module.css";

export interface Width {
  value: number;
  set: (value: number) => void;
  min: number;
  max: number;
}

/** A pane's width, as it was left. */
export function useWidth(key: string, initial: number, min: number, max: number): Width {
  const within = (value: number) => Math.round(Math.min(Math.max(value, min), max));
  const [value, setValue] = useState(() => within(Number(localStorage.getItem(key)) || initial));
  return {
    value,
    min,
    max,
    set: (next) => {
      setValue(within(next));
      localStorage.setItem(key, String(within(next)));
    },
  };
}

const STEP = 20;

export function Splitter({ width, label, side }: { width: Width; label: string; side: "start" | "end" }) {
  const isMirrored = (element: Element) => getComputedStyle(element).direction === "rtl";
  const sign = (element: Element) => (side === "start" ? 1 : -1) * (isMirrored(element) ? -1 : 1);
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    const { currentTarget: edge, clientX: from, pointerId } = event;
    const begun = width.value;
    edge.setPointerCapture(pointerId);
    const move = (moved: globalThis.PointerEvent) => width.set(begun + (moved.clientX - from) * sign(edge));
    edge.addEventListener("pointermove", move);
    edge.addEventListener("lostpointercapture", () => edge.removeEventListener("pointermove", move), {
      once: true,
    });
  };
  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    const direction = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    width.set(width.value + direction * STEP * sign(event.currentTarget));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: <hr> cannot be moved.
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuenow={width.value}
      aria-valuemin={width.min}
      aria-valuemax={width.max}
      tabIndex={0}
      className={css.splitter}
      onPointerDown={drag}
      onKeyDown={press}
    />
  );
}
