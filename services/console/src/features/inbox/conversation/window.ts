/** The 24-hour window of a ticket: whether anything may be written, and how long still. Pure. */

export type Window =
  /** The channel has none, or nobody knows: the server decides. */
  | { kind: "free" }
  | { kind: "open"; closesAt: number; leftMs: number }
  | { kind: "closed"; since: number | null };

interface Given {
  windowOpenUntil: string | null;
  inboundCount: number;
}

/** Returns the window at a time; `hasWindow` is whether the channel has one (`service_window`). */
export function windowOf({ windowOpenUntil, inboundCount }: Given, hasWindow: boolean, now: number): Window {
  if (!hasWindow) return { kind: "free" };
  if (windowOpenUntil === null)
    return inboundCount === 0 ? { kind: "closed", since: null } : { kind: "free" };
  const closesAt = Date.parse(windowOpenUntil);
  return closesAt > now
    ? { kind: "open", closesAt, leftMs: closesAt - now }
    : { kind: "closed", since: closesAt };
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** In its last hour the window is counted down. */
export const isLastHour = (window: Window): boolean => window.kind === "open" && window.leftMs <= HOUR_MS;

/** In how many milliseconds it looks otherwise; null: it does not by itself. */
export function changesIn(window: Window): number | null {
  if (window.kind !== "open") return null;
  if (window.leftMs > HOUR_MS) return window.leftMs - HOUR_MS;
  return Math.max(window.leftMs % MINUTE_MS, 1000);
}
