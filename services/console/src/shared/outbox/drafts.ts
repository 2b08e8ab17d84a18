/** The drafts of this page, and how the composer and the list use them. */

import { useCallback, useSyncExternalStore } from "react";
import { Records } from "./database";
import { type Draft, type DraftChange, type DraftKind, DraftManager } from "./draftManager";

/** The one manager. */
export const drafts = new DraftManager(new Records("atende-drafts"));

/** Returns a ticket's draft, how to change a part of it, and how to empty it once it is sent. */
export function useDraft(
  ticketId: string,
  kind: DraftKind,
): [draft: Draft, change: (change: DraftChange) => void, clear: () => void] {
  const draft = useSyncExternalStore(drafts.subscribe, () => drafts.get(ticketId, kind));
  const change = useCallback(
    (change: DraftChange) => drafts.change(ticketId, kind, change),
    [ticketId, kind],
  );
  const clear = useCallback(() => drafts.clear(ticketId, kind), [ticketId, kind]);
  return [draft, change, clear];
}

/** Returns the tickets that have something typed and not sent. */
export function useDraftTickets(): ReadonlySet<string> {
  return useSyncExternalStore(drafts.subscribe, drafts.ticketIds);
}
