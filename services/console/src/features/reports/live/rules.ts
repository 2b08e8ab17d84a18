/** How live figures are read: what is old, how long somebody waits, and what stands first. Pure. */

import type { Live, LiveAgent, LiveQueue } from "./data";

/** Three times as long as the server is silent at most. */
export const STALE_MS = 30_000;

/** Returns how many times it was silent for too long: 0 as long as all is well. */
export function staleFor(silentMs: number): number {
  return Math.max(0, Math.floor(silentMs / STALE_MS));
}

/** Returns for how long a customer has waited: by the server's clock, going on by ours since the figures came. */
export function waited(since: string | null, figures: Live, sinceThenMs: number): number | undefined {
  if (since === null) return undefined;
  return Math.max(0, Date.parse(figures.at) - Date.parse(since) + Math.max(0, sinceThenMs));
}

/** Returns queues with those first whose customers wait longest, then those with most tickets. */
export function queuesInOrder(queues: readonly LiveQueue[]): LiveQueue[] {
  const since = ({ longestWaitSince }: LiveQueue) =>
    longestWaitSince === null ? Number.POSITIVE_INFINITY : Date.parse(longestWaitSince);
  return [...queues].sort(
    (one, other) =>
      compare(since(one), since(other)) || other.pending + other.open - (one.pending + one.open),
  );
}

const compare = (one: number, other: number) => (one === other ? 0 : one - other);

const STATUSES = ["online", "busy", "away", "offline"];

/** Returns agents with those first who are here, then those with most customers who wait. */
export function agentsInOrder(agents: readonly LiveAgent[], nameOf: (id: string) => string): LiveAgent[] {
  return [...agents].sort(
    (one, other) =>
      STATUSES.indexOf(one.status) - STATUSES.indexOf(other.status) ||
      other.waiting - one.waiting ||
      other.open - one.open ||
      nameOf(one.userId).localeCompare(nameOf(other.userId)),
  );
}
