/** Rules of figures: what each is of a report, whether more of it is better, and how far it is from the time before. */

import type { Summary, TicketFigures } from "./data";

export type Hours = "calendar" | "business";
export type Look = "number" | "duration" | "percent" | "score";

/** A kind of figure of tickets. */
export interface FigureKind {
  id: FigureId;
  look: Look;
  /** Whether a higher one is better, a lower one, or neither. */
  better: "more" | "less" | "neither";
  value: (figures: TicketFigures, hours: Hours) => number | null;
}

export type FigureId =
  | "opened"
  | "closed"
  | "reopened"
  | "firstReply"
  | "nextReply"
  | "resolution"
  | "satisfaction"
  | "promises";

type Timed = "firstReply" | "nextReply" | "resolution";

const time = (id: Timed): FigureKind => ({
  id,
  look: "duration",
  better: "less",
  value: (figures, hours) => figures[id][hours].medianSeconds,
});

/** Figures of tickets, in the order of the tables. */
export const TICKET_FIGURES: readonly FigureKind[] = [
  { id: "opened", look: "number", better: "neither", value: ({ opened }) => opened },
  { id: "closed", look: "number", better: "more", value: ({ closed }) => closed },
  { id: "reopened", look: "number", better: "less", value: ({ reopened }) => reopened },
  time("firstReply"),
  time("nextReply"),
  time("resolution"),
  { id: "satisfaction", look: "score", better: "more", value: ({ satisfaction }) => satisfaction.average },
  { id: "promises", look: "percent", better: "more", value: ({ promises }) => promises.rate },
];

/** Returns a kind of figure by its name. */
export function figureOf(id: FigureId): FigureKind {
  const found = TICKET_FIGURES.find((kind) => kind.id === id);
  if (!found) throw new Error(`There is no figure ${id}`);
  return found;
}

/** What is less would be written as nothing. */
const SMALLEST: Record<Look, number> = { number: 0.005, duration: 0.005, percent: 0.0005, score: 0.05 };

export interface Change {
  direction: "more" | "less" | "same";
  /** A part of the value before; of rates the points between, of scores the difference. */
  amount: number;
}

/** Returns how far a value is from the one before; undefined where there is nothing to compare. */
export function changeOf(
  look: Look,
  now: number | null,
  before: number | null | undefined,
): Change | undefined {
  if (now === null || before === null || before === undefined) return undefined;
  const isPart = look === "number" || look === "duration";
  if (isPart && before === 0) return undefined;
  const amount = isPart ? (now - before) / before : now - before;
  if (Math.abs(amount) < SMALLEST[look]) return { direction: "same", amount: 0 };
  return { direction: amount > 0 ? "more" : "less", amount: Math.abs(amount) };
}

/** Whether a change is for the better; undefined where it is neither. */
export function isBetter({ direction }: Change, better: FigureKind["better"]): boolean | undefined {
  if (better === "neither" || direction === "same") return undefined;
  return direction === better;
}

/** Whether a summary has no figure but zeros, nor had the period before. */
export function isNothing({ totals, tickets, previous }: Summary): boolean {
  const { inbound, replies, campaigns, optOuts } = totals;
  const { opened, closed, reopened, satisfaction, promises } = tickets;
  const figures = [
    ...[inbound, optOuts, opened, closed, reopened],
    ...[replies, campaigns].flatMap(({ sent, delivered, read, failed }) => [sent, delivered, read, failed]),
    ...(["firstReply", "nextReply", "resolution"] as const).map((id) => tickets[id].calendar.count),
    ...[satisfaction.ratings, promises.kept, promises.broken],
  ];
  return figures.every((figure) => figure === 0) && (!previous || isNothing(previous));
}
