/** The inbox's address: what it says, and how to change a part of it. */

import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback, useMemo } from "react";
import { useSession } from "@/shared/api/session";
import { useViews } from "./data";
import { type ListQuery, listOf } from "./rules";
import { type InboxSearch, inboxSearch } from "./search";

export const INBOX = "/inbox/{-$ticketId}";

export interface InboxAddress {
  search: InboxSearch;
  /** The ticket that is open. */
  ticketId: string | undefined;
  /** Changes what is looked at; the ticket stays open. */
  change(changes: Partial<InboxSearch>): void;
  /** Opens a ticket, at a message if one is named; without a ticket the list alone. */
  open(ticketId: string | undefined, at?: string): void;
}

export function useInboxAddress(): InboxAddress {
  const given = useSearch({ strict: false });
  const search = useMemo(() => inboxSearch(given), [given]);
  const { ticketId } = useParams({ strict: false });
  const navigate = useNavigate();
  const change = useCallback(
    (changes: Partial<InboxSearch>) => {
      const next = Object.fromEntries(
        Object.entries({ ...search, ...changes }).filter(([, value]) => value !== undefined),
      );
      void navigate({ to: INBOX, params: { ticketId }, search: next });
    },
    [navigate, search, ticketId],
  );
  const open = useCallback(
    (opened: string | undefined, at?: string) => {
      const { at: _, ...rest } = search;
      void navigate({ to: INBOX, params: { ticketId: opened }, search: at ? { ...rest, at } : rest });
    },
    [navigate, search],
  );
  return useMemo(() => ({ search, ticketId, change, open }), [search, ticketId, change, open]);
}

/** The list that the address shows; undefined until the saved view that it names is known. */
export function useListQuery(search: InboxSearch): ListQuery | undefined {
  const { user } = useSession();
  const { data: views, isPending } = useViews();
  return useMemo(() => {
    const isSaved = search.view?.includes("-") ?? false;
    return isSaved && isPending ? undefined : listOf(search, user.id, views);
  }, [search, user.id, views, isPending]);
}
