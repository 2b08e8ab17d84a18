/** What follows from a campaign's numbers and state. Pure. */

import type { AnswerOf } from "@/shared/api/client";

export type Campaign = AnswerOf<"campaigns.get">;
export type CampaignStatus = Campaign["status"];
export type Counts = Campaign["counts"];
export type Action = Campaign["allowed"][number];

export const STATUSES: readonly CampaignStatus[] = [
  "draft",
  "scheduled",
  "expanding",
  "running",
  "paused",
  "finished",
  "cancelled",
  "failed",
];

export const STEPS = ["audience", "content", "when", "check"] as const;
export type StepId = (typeof STEPS)[number];

export const RECIPIENT_STATUSES = [
  "pending",
  "dispatched",
  "accepted",
  "sent",
  "delivered",
  "read",
  "failed",
  "unconfirmed",
  "suppressed",
  "skipped",
  "cancelled",
] as const;
export type RecipientStatus = (typeof RECIPIENT_STATUSES)[number];

/** A value of an address, if it is one of those that there are. */
export function known<T extends string>(values: readonly T[], value: T | undefined): T | undefined {
  return value !== undefined && values.includes(value) ? value : undefined;
}

const OVER: ReadonlySet<CampaignStatus> = new Set(["finished", "cancelled", "failed"]);
const LIVE: ReadonlySet<CampaignStatus> = new Set(["expanding", "running"]);

/** Whether nothing more comes of it. */
export const isOver = (status: CampaignStatus): boolean => OVER.has(status);
/** Whether its numbers change by themselves. */
export const isLive = (status: CampaignStatus): boolean => LIVE.has(status);

const sum = (counts: Counts, ...statuses: (keyof Counts & string)[]): number =>
  statuses.reduce((total, status) => total + (counts[status] ?? 0), 0);

/** How many recipients there are. */
export const totalOf = (counts: Counts): number =>
  Object.values(counts).reduce((total: number, count) => total + (count ?? 0), 0);

/** Those whose turn has not come, or of whom the provider has not said anything. */
export const leftOf = (counts: Counts): number => sum(counts, "pending", "dispatched");

/** Those who are done with, one way or another. */
export const doneOf = (counts: Counts): number => totalOf(counts) - leftOf(counts);

/** Those to whom nothing was sent on purpose. */
export const passedOverOf = (counts: Counts): number => sum(counts, "skipped", "suppressed", "cancelled");

export interface FunnelStep {
  step: "recipients" | "sent" | "delivered" | "read" | "replied";
  count: number;
}

/** From everybody to those who replied; each step holds the ones behind it. */
export function funnelOf(counts: Counts, replies: number): FunnelStep[] {
  return [
    { step: "recipients", count: totalOf(counts) },
    { step: "sent", count: sum(counts, "accepted", "sent", "delivered", "read") },
    { step: "delivered", count: sum(counts, "delivered", "read") },
    { step: "read", count: sum(counts, "read") },
    { step: "replied", count: replies },
  ];
}

/** Where a campaign is opened: a draft is written, anything else is looked at. */
export const isDraft = (campaign: Pick<Campaign, "status">): boolean => campaign.status === "draft";

export interface Sample {
  at: number;
  done: number;
}

const SPAN_MS = 60_000;

/** Puts a number of recipients who are done with among those of the last minute. */
export function withSample(samples: readonly Sample[], sample: Sample): Sample[] {
  const last = samples.at(-1);
  if (last && (sample.done < last.done || sample.at < last.at)) return [sample];
  const kept = samples.filter(({ at }) => at >= sample.at - SPAN_MS);
  return last?.done === sample.done && last.at === sample.at ? kept : [...kept, sample];
}

/** Messages per second, of the last minute; undefined while it is too early to say. */
export function rateOf(samples: readonly Sample[]): number | undefined {
  const first = samples[0];
  const last = samples.at(-1);
  if (!first || !last || last.at - first.at < 2000) return undefined;
  return ((last.done - first.done) * 1000) / (last.at - first.at);
}

/** How long the rest takes at a rate, in milliseconds; undefined where it does not end. */
export function remainingMs(counts: Counts, perSecond: number | undefined): number | undefined {
  return perSecond ? (leftOf(counts) / perSecond) * 1000 : undefined;
}

/** What the progress bar shows, from 0 to 1. */
export function shareDone(counts: Counts): number {
  const total = totalOf(counts);
  return total > 0 ? doneOf(counts) / total : 0;
}
