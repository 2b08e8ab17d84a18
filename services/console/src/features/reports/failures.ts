/** Rules of failures and opt-outs: those of all channels together, by reason and by source. */

import type { DeliveryError, OptOuts } from "./data";

export interface Failure {
  /** Names the reason in a list. */
  id: string;
  pt: string | null;
  en: string | null;
  /** The provider's number where nobody knows a reason. */
  errorCode: number | null;
  replies: number;
  campaigns: number;
  count: number;
}

/** Returns failures by reason, the most frequent first. */
export function byReason(errors: readonly DeliveryError[]): Failure[] {
  const found = new Map<string, Failure>();
  for (const { reason, errorCode, kind, count } of errors) {
    // One reason may have several texts: they name what was wrong.
    const id = reason ? reason.code : `#${errorCode ?? ""}`;
    const failure = found.get(id) ?? {
      id,
      pt: reason?.pt ?? null,
      en: reason?.en ?? null,
      errorCode,
      replies: 0,
      campaigns: 0,
      count: 0,
    };
    failure[kind === "campaign" ? "campaigns" : "replies"] += count;
    failure.count += count;
    found.set(id, failure);
  }
  return [...found.values()].sort((a, b) => b.count - a.count);
}

/** Returns how many left by each source, the most frequent first. */
export function bySource(optOuts: readonly OptOuts[]): { source: OptOuts["source"]; count: number }[] {
  const found = new Map<OptOuts["source"], number>();
  for (const { source, count } of optOuts) found.set(source, (found.get(source) ?? 0) + count);
  return [...found].map(([source, count]) => ({ source, count })).sort((a, b) => b.count - a.count);
}
