/** Which tickets the list shows, in their order: where to go on after one was closed. */

let shown: readonly { id: string }[] = [];

export function showOrder(rows: readonly { id: string }[]): void {
  shown = rows;
}

/** Returns the ticket below, else the one above. */
export function neighbourOf(ticketId: string): string | undefined {
  const at = shown.findIndex((row) => row.id === ticketId);
  if (at < 0) return undefined;
  return (shown[at + 1] ?? shown[at - 1])?.id;
}
