/** How long a customer has waited, and how long they may still be written to. Pure. */

import type { Ticket } from "../rules";

const MINUTE = 60_000;
const LONG_MS = 30 * MINUTE;
const SOON_MS = 15 * MINUTE;

export interface Waiting {
  ms: number;
  /** `late`: a promise to the customer is broken. */
  tone: "calm" | "long" | "late";
}

export function waitingOf(
  { waitingSince, dueAt }: Pick<Ticket, "waitingSince" | "dueAt">,
  now: number,
): Waiting | null {
  if (waitingSince === null) return null;
  const ms = Math.max(0, now - Date.parse(waitingSince));
  if (dueAt !== null) {
    const left = Date.parse(dueAt) - now;
    if (left <= 0) return { ms, tone: "late" };
    return { ms, tone: left < SOON_MS ? "long" : "calm" };
  }
  return { ms, tone: ms >= LONG_MS ? "long" : "calm" };
}

/** `closing` has the milliseconds that are left of the window's last hour. */
export type Window = { kind: "closing"; leftMs: number } | { kind: "closed" } | null;

export function windowOf(
  { windowOpenUntil, status }: Pick<Ticket, "windowOpenUntil" | "status">,
  hasWindow: boolean,
  now: number,
): Window {
  if (!hasWindow || windowOpenUntil === null || status === "closed") return null;
  const leftMs = Date.parse(windowOpenUntil) - now;
  if (leftMs <= 0) return { kind: "closed" };
  return leftMs < 60 * MINUTE ? { kind: "closing", leftMs } : null;
}
