/** Which rows are selected: one by one, or from the last one to this. Pure. */

export interface Selection {
  ids: ReadonlySet<string>;
  /** Where a range begins. */
  anchor: string | undefined;
}

export const NOTHING: Selection = { ids: new Set(), anchor: undefined };

export function toggled(
  selection: Selection,
  id: string,
  isRange: boolean,
  order: readonly { id: string }[],
): Selection {
  const ids = new Set(selection.ids);
  const from = order.findIndex((row) => row.id === selection.anchor);
  const to = order.findIndex((row) => row.id === id);
  if (isRange && from >= 0 && to >= 0) {
    for (const row of order.slice(Math.min(from, to), Math.max(from, to) + 1)) ids.add(row.id);
  } else if (!ids.delete(id)) {
    ids.add(id);
  }
  return { ids, anchor: id };
}
