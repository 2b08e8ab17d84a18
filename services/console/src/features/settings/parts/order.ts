/** The order of things that users sort by hand. Pure. */

export interface Placed {
  id: string;
  position: number;
}

/** Returns which items get which place when one moves up (-1) or down (1); none if it cannot. */
export function moved(items: readonly Placed[], id: string, by: -1 | 1): Placed[] {
  const from = items.findIndex((item) => item.id === id);
  const to = from + by;
  const [own, other] = [items[from], items[to]];
  if (!own || !other) return [];
  const order = [...items];
  order[from] = other;
  order[to] = own;
  // Places are numbered anew: many have the same one, that of never having been moved.
  return order
    .map((item, position) => ({ id: item.id, position }))
    .filter(({ id: each, position }) => items.find((item) => item.id === each)?.position !== position);
}
