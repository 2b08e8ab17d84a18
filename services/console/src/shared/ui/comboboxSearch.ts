/** The items of a combobox: those given, narrowed by what is typed, or those that a search of the server finds. */

import type { LucideIcon } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";

export interface ComboOption {
  value: string;
  label: string;
  /** A second line. */
  hint?: string;
  icon?: LucideIcon;
  /** Anything before the label, such as an avatar or a colour. */
  mark?: ReactNode;
  disabled?: boolean;
}

export type ComboSearch = (query: string, signal: AbortSignal) => Promise<readonly ComboOption[]>;

/** What is known of the search: nothing asked, running, failed, found. */
export type SearchState = "idle" | "running" | "failed" | "found";

const WAIT_MS = 200;
const MOST_SHOWN = 200;

/** Lower case without accents: "São" is found by "sao". */
const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Those of `options` in which every typed word occurs, at most 200. */
export function matching(options: readonly ComboOption[], query: string): readonly ComboOption[] {
  const words = plain(query).split(/\s+/).filter(Boolean);
  const found = options.filter((option) => {
    const text = plain(`${option.label} ${option.hint ?? ""}`);
    return words.every((word) => text.includes(word));
  });
  return found.slice(0, MOST_SHOWN);
}

/** Runs `onSearch` a moment after the last letter; a later search puts an earlier one out. */
export function useComboItems(
  query: string,
  isOpen: boolean,
  options: readonly ComboOption[] | undefined,
  onSearch: ComboSearch | undefined,
): { items: readonly ComboOption[]; state: SearchState } {
  const [found, setFound] = useState<readonly ComboOption[]>([]);
  const [state, setState] = useState<SearchState>("idle");
  useEffect(() => {
    if (!onSearch || !isOpen) return;
    const abort = new AbortController();
    setState("running");
    const timer = setTimeout(() => {
      onSearch(query.trim(), abort.signal).then(
        (items) => {
          if (abort.signal.aborted) return;
          setFound(items);
          setState("found");
        },
        () => {
          if (abort.signal.aborted) return;
          setFound([]);
          setState("failed");
        },
      );
    }, WAIT_MS);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [query, isOpen, onSearch]);
  return onSearch ? { items: found, state } : { items: matching(options ?? [], query), state: "found" };
}
