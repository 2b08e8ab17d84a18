/** By how many rows what is looked at has moved. Pure. */

type Rows = readonly { id: string }[];

/** How many rows are asked: one of them may have moved by itself. */
const ASKED = 5;

/** Returns how far the rows from `first` on stand from where they stood; most of them decide. */
export function shiftOf(before: Rows, now: Rows, first: number): number {
  const moved: number[] = [];
  for (let at = first; at < Math.min(first + ASKED, before.length); at++) {
    const to = now.findIndex((row) => row.id === before[at]?.id);
    if (to >= 0) moved.push(to - at);
  }
  moved.sort((a, b) => a - b);
  return moved[Math.floor(moved.length / 2)] ?? 0;
}
