/** Keys for what is drawn from one text and never changes its order: the place is what tells two of them apart. */
export function numbered<T>(items: readonly T[]): { key: string; item: T }[] {
  return items.map((item, place) => ({ key: String(place), item }));
}
