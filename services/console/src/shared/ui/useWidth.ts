/** How wide a drawing is, for what has to be laid out by hand. */

import { type RefObject, useEffect, useRef, useState } from "react";

/** Nothing is laid out for less. */
const NARROWEST = 240;

/** Returns the drawing's ref, and its width; `usual` until it is known. */
export function useWidth(usual: number): [RefObject<SVGSVGElement | null>, number] {
  const svg = useRef<SVGSVGElement>(null);
  const [width, setWidth] = useState(usual);
  useEffect(() => {
    const element = svg.current;
    if (!element || typeof ResizeObserver === "undefined") return;
    const observer = new ResizeObserver(([entry]) =>
      setWidth(Math.max(NARROWEST, entry?.contentRect.width ?? usual)),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [usual]);
  return [svg, width];
}
