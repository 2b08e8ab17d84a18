/** Which tickets the list shows, in their order: where to go on after one was closed, which has left the list by then. */

type Order = readonly { id: string }[];

let shown: Order = [];
/** The order in which the last one that has left still stood. */
let before: Order = [];

export function showOrder(rows: Order): void {
  const ids = new Set(rows.map((row) => row.id));
  if (shown.some((row) => !ids.has(row.id))) before = shown;
  shown = rows;
}

/** Returns the ticket below, else the one above, of those that the list shows now. */
export function neighbourOf(ticketId: string): string | undefined {
  const order = shown.some((row) => row.id === ticketId) ? shown : before;
  const at = order.findIndex((row) => row.id === ticketId);
  if (at < 0) return undefined;
  const isShown = ({ id }: { id: string }) => id !== ticketId && shown.some((row) => row.id === id);
  return (order.slice(at + 1).find(isShown) ?? order.slice(0, at).findLast(isShown))?.id;
}
