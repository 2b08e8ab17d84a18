/** Rules of a heat map: its fields, and which of five shades a number has. */

import type { ChartProps } from "./Chart";

export const STEPS = 5;

export interface Cell {
  row: string;
  column: string;
  value: number;
}

type Grid = Pick<ChartProps, "rows" | "x" | "series" | "formatX">;

/** Returns the fields of a chart's rows, by the names that are written beside them. */
export function cellsOf({ rows, x, series, formatX = String }: Grid): Cell[] {
  return rows.flatMap((row) =>
    series.map(({ key, label }) => ({
      row: formatX(String(row[x.key] ?? "")),
      column: label,
      value: Number(row[key] ?? 0),
    })),
  );
}

/** Returns the shade of a number, from 1 to 5; 0 for nothing. */
export function stepOf(value: number, most: number): number {
  if (value <= 0 || most <= 0) return 0;
  for (let step = 1; step < STEPS; step++) {
    if (value <= top(step, most)) return step;
  }
  return STEPS;
}

/** Returns the numbers of each shade that occurs, from the fewest on. */
export function ranges(most: number): { step: number; from: number; to: number }[] {
  return Array.from({ length: STEPS }, (_, at) => ({
    step: at + 1,
    from: top(at, most) + 1,
    to: top(at + 1, most),
  })).filter(({ from, to }) => from <= to);
}

const top = (step: number, most: number) => Math.floor((most * step) / STEPS);
