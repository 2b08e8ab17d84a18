/** The window of a ticket as time goes on. */

import { useEffect, useReducer } from "react";
import { useChannels } from "@/shared/api/lookups";
import type { Ticket } from "../ticket";
import { changesIn, type Window, windowOf } from "./window";

/** Timers hold no more than this. */
const LONGEST_MS = 2 ** 31 - 1;

export function useWindow(ticket: Ticket): Window {
  const channel = useChannels().byId.get(ticket.channelId);
  const [, again] = useReducer((count: number) => count + 1, 0);
  const window = windowOf(ticket, channel?.capabilities.includes("service_window") ?? true, Date.now());
  const next = changesIn(window);
  useEffect(() => {
    if (next === null) return;
    const timer = setTimeout(again, Math.min(next + 50, LONGEST_MS));
    return () => clearTimeout(timer);
  }, [next]);
  return window;
}
