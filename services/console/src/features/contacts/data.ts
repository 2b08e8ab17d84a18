/** Contacts as the server has them: queries, and what changes them. */

import {
  type InfiniteData,
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { type AnswerOf, api, ask, type RequestOf } from "@/shared/api/client";
import { everyPage } from "@/shared/api/lookups";
import { FOR_A_MINUTE, LIVE } from "@/shared/api/queries";
import { useMay } from "@/shared/api/session";
import { belongs, type Contact, type ContactFilter, type ContactRow } from "./rules";

export type Segment = AnswerOf<"segments.list">["items"][number];

export const contactKeys = {
  lists: ["contacts", "list"] as const,
  list: (filter: ContactFilter) => ["contacts", "list", filter] as const,
  segment: (id: string) => ["contacts", "segment", id] as const,
  segments: ["contacts", "segments"] as const,
  one: (id: string) => ["contacts", "one", id] as const,
  tickets: (id: string) => ["contacts", "one", id, "tickets"] as const,
  files: (id: string) => ["contacts", "one", id, "files"] as const,
  aliases: (id: string) => ["contacts", "one", id, "aliases"] as const,
  merges: (id: string) => ["contacts", "one", id, "merges"] as const,
};

export interface ContactPage {
  items: ContactRow[];
  nextCursor?: string | null;
}
export type ContactPages = InfiniteData<ContactPage, string | undefined>;

const PAGE = 50;

/** The contacts that a filter finds, newest first, or those of a segment. */
export function useContacts(filter: ContactFilter, segmentId: string | undefined) {
  return useInfiniteQuery({
    queryKey: segmentId ? contactKeys.segment(segmentId) : contactKeys.list(filter),
    queryFn: ({ pageParam: cursor, signal }): Promise<ContactPage> =>
      segmentId
        ? ask(
            api.GET("/api/v1/segments/{segment_id}/contacts", {
              params: { path: { segment_id: segmentId }, query: { cursor, limit: PAGE } },
              signal,
            }),
          )
        : ask(api.GET("/api/v1/contacts", { params: { query: { ...filter, cursor, limit: PAGE } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: (before) => before,
    ...(segmentId ? FOR_A_MINUTE : LIVE),
  });
}

export function useSegments() {
  const mayRead = useMay("campaigns:read");
  return useQuery({
    queryKey: contactKeys.segments,
    queryFn: () =>
      everyPage((cursor) => ask(api.GET("/api/v1/segments", { params: { query: { cursor, limit: 100 } } }))),
    enabled: mayRead,
    ...FOR_A_MINUTE,
  });
}

export function useSaveSegment() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: RequestOf<"segments.create">) => ask(api.POST("/api/v1/segments", { body })),
    onSuccess: () => client.invalidateQueries({ queryKey: contactKeys.segments }),
  });
}

export const pathOf = (id: string) => ({ path: { contact_id: id } });

export function useContact(id: string) {
  return useQuery({
    queryKey: contactKeys.one(id),
    queryFn: ({ signal }) => ask(api.GET("/api/v1/contacts/{contact_id}", { params: pathOf(id), signal })),
    ...LIVE,
  });
}

export function useTicketsOf(id: string) {
  return useInfiniteQuery({
    queryKey: contactKeys.tickets(id),
    queryFn: ({ pageParam: cursor }) =>
      ask(api.GET("/api/v1/tickets", { params: { query: { contactId: id, cursor, limit: 20 } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
}

export function useFilesOf(id: string) {
  return useInfiniteQuery({
    queryKey: contactKeys.files(id),
    queryFn: ({ pageParam: cursor }) =>
      ask(
        api.GET("/api/v1/contacts/{contact_id}/attachments", {
          params: { ...pathOf(id), query: { cursor, limit: 24 } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
}

export function useAliases(id: string) {
  return useQuery({
    queryKey: contactKeys.aliases(id),
    queryFn: async () =>
      (await ask(api.GET("/api/v1/contacts/{contact_id}/aliases", { params: pathOf(id) }))).items,
  });
}

/** Puts a contact as the server answered into all that shows it, unless something newer is there. */
export function keepContact(client: QueryClient, contact: Contact): void {
  client.setQueryData<Contact>(contactKeys.one(contact.id), (known) =>
    known && known.revision > contact.revision ? known : contact,
  );
  for (const [key, pages] of client.getQueriesData<ContactPages>({ queryKey: contactKeys.lists })) {
    const next = withContact(pages, key[2] as ContactFilter, contact);
    if (next !== pages) client.setQueryData(key, next);
  }
}

/**
 * The pages of a filter with a contact as it is now: changed where it stands, gone where it no longer belongs, and on
 * top where it is newer than all (the list has the newest first). Where only the server can tell, rows stay.
 */
export function withContact(
  pages: ContactPages | undefined,
  filter: ContactFilter,
  contact: Contact,
): ContactPages | undefined {
  const known = pages?.pages.flatMap(({ items }) => items).find(({ id }) => id === contact.id);
  const isHere = belongs(filter, contact);
  if (known) {
    if ((known.revision ?? 0) > contact.revision) return pages;
    return changeRows(pages, (row) => (row.id !== contact.id ? row : isHere === false ? undefined : contact));
  }
  const [first, ...rest] = pages?.pages ?? [];
  const newest = first?.items[0]?.createdAt ?? "";
  if (!pages || !first || !isHere || contact.createdAt < newest) return pages;
  return { ...pages, pages: [{ ...first, items: [contact, ...first.items] }, ...rest] };
}

/** Takes a contact out of all lists. */
export function dropContact(client: QueryClient, id: string): void {
  client.removeQueries({ queryKey: contactKeys.one(id) });
  client.setQueriesData<ContactPages>({ queryKey: ["contacts"], predicate: isList }, (pages) =>
    changeRows(pages, (row) => (row.id === id ? undefined : row)),
  );
}

const isList = ({ queryKey }: { queryKey: readonly unknown[] }) =>
  queryKey[1] === "list" || queryKey[1] === "segment";

/** Changes rows of all pages; a page in which nothing changed stays the same object. */
export function changeRows(
  pages: ContactPages | undefined,
  change: (row: ContactRow) => ContactRow | undefined,
): ContactPages | undefined {
  if (!pages) return pages;
  let isChanged = false;
  const next = pages.pages.map((page) => {
    const items = page.items.map(change).filter((row) => row !== undefined);
    if (items.length === page.items.length && items.every((row, at) => row === page.items[at])) return page;
    isChanged = true;
    return { ...page, items };
  });
  return isChanged ? { ...pages, pages: next } : pages;
}

export function useCreateContact() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: RequestOf<"contacts.create">) => ask(api.POST("/api/v1/contacts", { body })),
    onSuccess: (contact) => {
      client.setQueryData(contactKeys.one(contact.id), contact);
      return client.invalidateQueries({ queryKey: contactKeys.lists });
    },
  });
}

/** Changes a contact if nobody else has since `revision`. */
export function useUpdateContact(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ changes, revision }: { changes: RequestOf<"contacts.update">; revision: number }) =>
      ask(
        api.PATCH("/api/v1/contacts/{contact_id}", {
          params: { ...pathOf(id), header: { "if-match": `"${revision}"` } },
          body: changes,
        }),
      ),
    onSuccess: (contact) => keepContact(client, contact),
  });
}

export function useBlockContact(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (isBlocked: boolean) =>
      isBlocked
        ? ask(api.POST("/api/v1/contacts/{contact_id}/block", { params: pathOf(id) }))
        : ask(api.DELETE("/api/v1/contacts/{contact_id}/block", { params: pathOf(id) })),
    onSuccess: (contact) => keepContact(client, contact),
  });
}

export function useDeleteContact() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => ask(api.DELETE("/api/v1/contacts/{contact_id}", { params: pathOf(id) })),
    onSuccess: (_, id) => dropContact(client, id),
  });
}

/** Contacts that a search finds, for choosing one. */
export async function searchContacts(q: string, signal: AbortSignal): Promise<Contact[]> {
  const query = q === "" ? { limit: 20 } : { q, limit: 20 };
  return (await ask(api.GET("/api/v1/contacts", { params: { query }, signal }))).items;
}
