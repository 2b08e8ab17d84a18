/** A summary for tests: what happened in a period of a small company. */

import type { Summary, TicketFigures } from "../data";

const NO_TIMES = { count: 0, medianSeconds: null, p90Seconds: null, averageSeconds: null };
const NO_DURATIONS = { calendar: NO_TIMES, business: NO_TIMES };

/** Returns figures of tickets; what is not named is nothing. */
export function ticketFigures(some: Partial<TicketFigures> = {}): TicketFigures {
  return {
    opened: 0,
    closed: 0,
    closedByRule: 0,
    reopened: 0,
    firstReply: NO_DURATIONS,
    nextReply: NO_DURATIONS,
    resolution: NO_DURATIONS,
    promises: { kept: 0, broken: 0, rate: null },
    satisfaction: { ratings: 0, average: null, satisfied: null, scores: {} },
    ...some,
  };
}

/** Returns how long something took, by the clock, and in opening hours a third of it. */
export function durations(medianSeconds: number): TicketFigures["firstReply"] {
  const times = (seconds: number) => ({
    count: 3,
    medianSeconds: seconds,
    p90Seconds: seconds * 4,
    averageSeconds: seconds * 2,
  });
  return { calendar: times(medianSeconds), business: times(medianSeconds / 3) };
}

/** Returns a summary of messages received and tickets. */
export function summary(inbound: number, tickets: Partial<TicketFigures> = {}): Summary {
  const none = { sent: 0, delivered: 0, read: 0, failed: 0 };
  return {
    timeZone: "America/Sao_Paulo",
    firstDay: "2026-11-23",
    lastDay: "2026-11-29",
    totals: {
      inbound,
      replies: { sent: 20, delivered: 18, read: 9, failed: 1 },
      campaigns: none,
      optOuts: 0,
      ticketsOpened: 4,
      ticketsClosed: 3,
    },
    successRate: 0.95,
    firstReply: { tickets: 3, medianSeconds: null, averageSeconds: null },
    tickets: ticketFigures({ opened: 4, closed: 3, ...tickets }),
  };
}
