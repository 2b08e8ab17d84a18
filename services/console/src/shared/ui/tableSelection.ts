/** What a press on a row's box makes of the selection. */

/**
 * Turns `id` on or off. With `from`, the row pressed before, all between the two become as `id` becomes: a range by
 * Shift.
 */
export function selectionAfter(
  selected: ReadonlySet<string>,
  ids: readonly string[],
  id: string,
  from?: string,
): ReadonlySet<string> {
  const isOn = !selected.has(id);
  const start = from === undefined ? -1 : ids.indexOf(from);
  const end = ids.indexOf(id);
  const range = start < 0 ? [id] : ids.slice(Math.min(start, end), Math.max(start, end) + 1);
  const next = new Set(selected);
  for (const one of range) {
    if (isOn) next.add(one);
    else next.delete(one);
  }
  return next;
}
