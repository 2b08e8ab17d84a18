/** Rules of a campaign's report: which state it is in, what its curve is drawn of, how a verdict is said. Pure. */

import type { STATUSES } from "../search";
import type { CampaignReport, Comparison, Curve, Figure, VariantFigures } from "./data";

/** Also those that a campaign has before it starts: it may go back to them while reporting still hears of it. */
export type CampaignStatus = (typeof STATUSES)[number] | "draft" | "scheduled";

/** Whether more messages may go out by themselves. */
export function isOnItsWay(status: CampaignStatus): boolean {
  return status === "expanding" || status === "running";
}

/** Delivery reports come for some time after the last message; what disagrees for longer stays so. */
const COUNTING_MS = 5 * 60_000;

/** Whether its report changes by itself: messages go out, or what became known of them does not add up yet. */
export function isMoving(
  {
    status,
    consistent,
    finishedAt,
    updatedAt,
  }: Pick<CampaignReport, "consistent" | "finishedAt" | "updatedAt"> & { status: CampaignStatus },
  now: number,
): boolean {
  if (isOnItsWay(status)) return true;
  return !consistent && now - Date.parse(finishedAt ?? updatedAt) < COUNTING_MS;
}

/** For so long after a message it counts what its recipient writes, unless the installation says otherwise. */
const REPLIES_COUNT_MS = 3 * 86_400_000;

/** Whether its numbers hardly change any more: replies and reading go on for days after the last message. */
export function isSettled(
  { status, finishedAt }: { status: CampaignStatus; finishedAt: string | null },
  now: number,
): boolean {
  if (status === "paused" || isOnItsWay(status)) return false;
  return finishedAt === null || now - Date.parse(finishedAt) >= REPLIES_COUNT_MS;
}

export const FUNNEL = ["recipients", "sent", "delivered", "read", "replied"] as const;
export const FIGURES = ["read", "replied", "optOuts"] as const satisfies readonly Figure[];

export const CURVE_STEPS = ["sent", "delivered", "read", "failed"] as const;
export type CurveStep = (typeof CURVE_STEPS)[number];
export type CurvePoint = { at: string } & Record<CurveStep, number>;

/** More points than this are not drawn one by one. */
const MOST_POINTS = 1000;

/** Returns the curve with a point for each stretch, also for those in which nothing happened. */
export function wholeCurve({ points, stepSeconds }: Pick<Curve, "points" | "stepSeconds">): CurvePoint[] {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return [];
  const step = stepSeconds * 1000;
  const begin = Date.parse(first.at);
  const stretches = Math.round((Date.parse(last.at) - begin) / step) + 1;
  if (stretches > MOST_POINTS) return [...points];
  const known = new Map(points.map((point) => [Math.round((Date.parse(point.at) - begin) / step), point]));
  return Array.from({ length: stretches }, (_, place) => {
    const at = new Date(begin + place * step).toISOString();
    return { sent: 0, delivered: 0, read: 0, failed: 0, ...known.get(place), at };
  });
}

/** Returns how many there were in all up to each point. */
export function summedUp(points: readonly CurvePoint[]): CurvePoint[] {
  const sums = { sent: 0, delivered: 0, read: 0, failed: 0 };
  return points.map((point) => {
    for (const step of CURVE_STEPS) sums[step] += point[step];
    return { ...sums, at: point.at };
  });
}

/** Whether a curve stays within a day of a time zone, so that its axis needs no dates. */
export function isWithinADay(points: readonly { at: string }[], day: (at: string) => string): boolean {
  const first = points[0];
  const last = points.at(-1);
  return first !== undefined && last !== undefined && day(first.at) === day(last.at);
}

/** Which sentence says what a comparison found, and the variant that it names. */
export interface Verdict {
  figure: Figure;
  says: "ahead" | "different" | "notProven" | "tooFew";
  best: VariantFigures | undefined;
  pValue: number | null;
}

export function verdictOf(
  { figure, best, pValue, verdict }: Comparison,
  variants: readonly VariantFigures[],
): Verdict {
  const found = verdict === "different" ? variants.find(({ number }) => number === best) : undefined;
  return { figure, says: found ? "ahead" : verdict, best: found, pValue };
}

/** Below this a probability is not written out. */
export const LEAST_P = 0.001;

/** Returns how wide the scale of a figure has to be: all intervals fit, in a round number of hundredths. */
export function scaleOf(intervals: readonly ({ high: number } | null)[]): number {
  const widest = Math.max(0.01, ...intervals.map((interval) => interval?.high ?? 0));
  const steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.25, 0.5, 0.75, 1];
  return steps.find((step) => widest <= step) ?? 1;
}
