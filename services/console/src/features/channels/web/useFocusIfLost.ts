/** Gives the focus to what has taken the place of what had it, where that is gone. */

import { type RefObject, useEffect, useRef } from "react";

export function useFocusIfLost<Element extends HTMLElement>(): RefObject<Element | null> {
  const element = useRef<Element>(null);
  useEffect(() => {
    if (document.activeElement === document.body) element.current?.focus({ preventScroll: true });
  }, []);
  return element;
}
