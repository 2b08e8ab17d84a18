/**
 * Where a conversation begins to be read: at the message that was looked for, else where what is new begins, else at the
 * end. It is held there until the rows are measured, or somebody scrolls.
 */

import type { Virtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useLayoutEffect, useRef } from "react";
import type { Message } from "@/shared/ui/conversation/message";
import type { Row } from "./rows";

const SETTLE_MS = 1200;
/** So many new rows do not fit below where they begin: it starts there. */
const MANY_NEW = 12;

interface Given {
  list: Virtualizer<HTMLDivElement, Element>;
  rows: readonly Row[];
  at: string | undefined;
  isLoaded: boolean;
  totalSize: number;
  show: (isSought: (message: Message) => boolean) => boolean;
  /** From now on it is the reader who moves. */
  onSettled: () => void;
}

export function useStart({ list, rows, at, isLoaded, totalSize, show, onSettled }: Given) {
  const isSettled = useRef(false);
  const settled = useRef(onSettled);
  settled.current = onSettled;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each measured row moves what is looked for.
  useLayoutEffect(() => {
    if (!isLoaded || isSettled.current) return;
    const first = rows.findIndex((row) => row.kind === "unread");
    if (at) show((message) => message.id === at);
    else if (first > 0 && rows.length - first > MANY_NEW) list.scrollToIndex(first, { align: "start" });
    else list.scrollToEnd();
  }, [isLoaded, totalSize, rows.length]);
  useEffect(() => {
    if (!isLoaded) return;
    const timer = setTimeout(() => {
      isSettled.current = true;
      settled.current();
    }, SETTLE_MS);
    return () => clearTimeout(timer);
  }, [isLoaded]);
  const settle = useCallback(() => {
    isSettled.current = true;
  }, []);
  return { isSettled, settle };
}
