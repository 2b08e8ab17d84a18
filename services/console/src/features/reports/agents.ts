/** Rules of the agents' report: each agent's tickets now, and how customers rated them. */

import type { Rating } from "./data";

export interface AgentRow {
  id: string;
  name: string;
  status: string;
  tickets: number;
  ratings: number;
  /** Mean of the scores from 1 to 5; undefined without any. */
  score: number | undefined;
}

interface Named {
  id: string;
  name: string;
  status: string;
  role: string;
}

/** Returns a row for everybody who works with customers, those with most tickets first. */
export function agentRows(
  users: readonly Named[],
  counts: readonly { id: string; tickets: number }[],
  presence: readonly { userId: string; status: string }[],
  ratings: readonly Rating[],
): AgentRow[] {
  const tickets = new Map(counts.map(({ id, tickets }) => [id, tickets]));
  const there = new Map(presence.map(({ userId, status }) => [userId, status]));
  const scores = new Map<string, number[]>();
  for (const { agentId, score } of ratings) {
    if (agentId && score !== null) scores.set(agentId, [...(scores.get(agentId) ?? []), score]);
  }
  return users
    .filter(({ id, status, role }) => (status === "active" && role !== "viewer") || tickets.has(id))
    .map(({ id, name }) => {
      const own = scores.get(id) ?? [];
      return {
        id,
        name,
        status: there.get(id) ?? "offline",
        tickets: tickets.get(id) ?? 0,
        ratings: own.length,
        score: own.length > 0 ? own.reduce((sum, one) => sum + one, 0) / own.length : undefined,
      };
    })
    .sort((a, b) => b.tickets - a.tickets || a.name.localeCompare(b.name));
}
