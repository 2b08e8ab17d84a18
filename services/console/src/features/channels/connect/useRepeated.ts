/** Does something again and again while it is looked at: for a check that somebody waits for. */

import { useEffect, useRef } from "react";

const EVERY_MS = 10_000;
/** Whoever has gone away meanwhile presses the button when they come back. */
const MOST = 60;

export function useRepeated(action: () => void, enabled: boolean): void {
  const latest = useRef(action);
  useEffect(() => {
    latest.current = action;
  });
  useEffect(() => {
    if (!enabled) return;
    let left = MOST;
    const timer = setInterval(() => {
      if (document.visibilityState === "hidden") return;
      latest.current();
      left -= 1;
      if (left === 0) clearInterval(timer);
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [enabled]);
}
