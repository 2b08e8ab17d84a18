/** Rules of a channel's health: what is all right, what is not, and what nobody knows yet. */

import type { Channel } from "@/shared/api/lookups";
import type { BadgeTone } from "@/shared/ui/Badge";
import type { Health } from "./data";

export type CheckState = "good" | "problem" | "unknown";

export interface Check {
  id: "token" | "number" | "webhooks" | "name" | "quality";
  state: CheckState;
}

const GOOD_NAMES = new Set(["APPROVED", "AVAILABLE_WITHOUT_REVIEW"]);
const BAD_NAMES = new Set(["DECLINED", "EXPIRED"]);

const known = (value: boolean | null): CheckState =>
  value === null ? "unknown" : value ? "good" : "problem";

/** Returns what was checked, in the order in which one depends on the other. */
export function checksOf(health: Health): Check[] {
  const { tokenValid, numberKnown, subscribed, nameStatus, quality } = health;
  const name = nameStatus === null ? "unknown" : BAD_NAMES.has(nameStatus) ? "problem" : "good";
  return [
    { id: "token", state: known(tokenValid) },
    { id: "number", state: known(numberKnown) },
    { id: "webhooks", state: known(subscribed) },
    { id: "name", state: name === "good" && !GOOD_NAMES.has(nameStatus ?? "") ? "unknown" : name },
    { id: "quality", state: quality === null ? "unknown" : quality === "low" ? "problem" : "good" },
  ];
}

/** Whether a number is ready: the provider takes its token, knows it, and reports to us. */
export function isReady(health: Health): boolean {
  return health.status === "active" && health.tokenValid === true && health.subscribed !== false;
}

export const STATUS_TONES: Record<Channel["status"], BadgeTone> = {
  active: "accent",
  pending: "warning",
  disabled: "neutral",
  error: "danger",
};

export const QUALITY_TONES: Record<NonNullable<Channel["quality"]>, BadgeTone> = {
  high: "accent",
  medium: "warning",
  low: "danger",
};
