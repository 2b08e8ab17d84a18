/** What the inbox's lists are read from: tickets, counts, saved views, mentions, and messages that were searched for. */

import {
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { type AnswerOf, api, ask } from "@/shared/api/client";
import { FOR_A_MINUTE, LIVE } from "@/shared/api/queries";
import { useMay } from "@/shared/api/session";
import { news } from "./news";
import type { ListQuery, TicketRow } from "./rules";
import { EMPTY, type TicketList, withPage } from "./ticketList";

export type Counts = AnswerOf<"tickets.count">;
export type Mention = AnswerOf<"mentions.list">["items"][number];
export type Found = AnswerOf<"search.messages">["items"][number];

export const inboxKeys = {
  lists: ["tickets", "list"],
  list: (query: ListQuery) => ["tickets", "list", query] as const,
  one: (ticketId: string) => ["tickets", "one", ticketId] as const,
  counts: ["tickets", "counts"],
  views: ["tickets", "views"],
  mentions: ["mentions"],
  found: (q: string) => ["messages-found", q] as const,
} as const;

const FIRST = 50;
const MORE = 100;

async function readPage({ filter, sort, q }: ListQuery, cursor: string | undefined, limit: number) {
  const query = { ...filter, status: filter.status && [...filter.status], sort, q, cursor, limit };
  return ask(api.GET("/api/v1/tickets", { params: { query } }));
}

/** Reads a list from its beginning, as far as it was read before. */
async function readList(client: QueryClient, query: ListQuery): Promise<TicketList> {
  const before = client.getQueryData<TicketList>(inboxKeys.list(query))?.rows.length ?? 0;
  let list = EMPTY;
  do {
    const asked = news.tick;
    const limit = before > FIRST ? MORE : FIRST;
    const page = await readPage(query, list.next ?? undefined, limit);
    list = withPage(list, { items: page.items, nextCursor: page.nextCursor ?? null }, query, news, asked);
  } while (list.next !== null && list.rows.length < before);
  return list;
}

/** Reads a list's next page into the cache. */
async function readMore(client: QueryClient, query: ListQuery): Promise<void> {
  const key = inboxKeys.list(query);
  const cursor = client.getQueryData<TicketList>(key)?.next;
  if (!cursor) return;
  const asked = news.tick;
  const page = await readPage(query, cursor, MORE);
  client.setQueryData<TicketList>(key, (list) =>
    // Another reading may have begun anew meanwhile.
    list?.next === cursor
      ? withPage(list, { items: page.items, nextCursor: page.nextCursor ?? null }, query, news, asked)
      : list,
  );
}

/** A list of tickets, and how to read on. */
export function useTicketList(query: ListQuery, enabled = true) {
  const client = useQueryClient();
  const list = useQuery({
    queryKey: inboxKeys.list(query),
    queryFn: () => readList(client, query),
    enabled,
    ...LIVE,
    // Rows keep their identity by themselves.
    structuralSharing: false,
  });
  const more = useMutation({ mutationFn: () => readMore(client, query), scope: { id: "more-tickets" } });
  return { list, more };
}

/** Reads the row of a ticket, with what stands beside it: its last message. */
export async function readRow(ticketNumber: number): Promise<TicketRow | undefined> {
  const page = await ask(
    api.GET("/api/v1/tickets", { params: { query: { number: ticketNumber, limit: 1 } } }),
  );
  return page.items[0];
}

/** What was told of the counts since they were asked for last. */
let toldCounts: Partial<Counts> = {};

/** Reads the counts; what is told before the answer comes is not undone by it. */
export async function readCounts(): Promise<Counts> {
  toldCounts = {};
  const answer = await ask(api.GET("/api/v1/tickets/counts"));
  return { ...answer, ...toldCounts };
}

export function takeCounts(client: QueryClient, counts: Partial<Counts>): void {
  toldCounts = counts;
  client.setQueryData<Counts>(inboxKeys.counts, (before) => before && { ...before, ...counts });
}

/** How many tickets stand in each list; `live.ts` keeps it. */
export function useCounts(): Counts | undefined {
  const enabled = useMay("tickets:read");
  return useQuery({
    queryKey: inboxKeys.counts,
    queryFn: readCounts,
    enabled,
    ...LIVE,
  }).data;
}

/** Saved views: one's own, and those that all share. */
export function useViews() {
  return useQuery({
    queryKey: inboxKeys.views,
    queryFn: async () => (await ask(api.GET("/api/v1/views"))).items,
    ...LIVE,
  });
}

export function useMentions(enabled: boolean) {
  return useInfiniteQuery({
    queryKey: [...inboxKeys.mentions, "list"],
    queryFn: ({ pageParam }) =>
      ask(api.GET("/api/v1/mentions", { params: { query: { cursor: pageParam, limit: 50 } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled,
    ...LIVE,
  });
}

export function useMentionCount(): number {
  const enabled = useMay("tickets:read");
  const { data } = useQuery({
    queryKey: [...inboxKeys.mentions, "count"],
    queryFn: () => ask(api.GET("/api/v1/mentions/counts")),
    enabled,
    ...LIVE,
  });
  return data?.unread ?? 0;
}

/** Messages and notes that have all these words. */
export function useFoundMessages(q: string, enabled: boolean) {
  return useInfiniteQuery({
    queryKey: inboxKeys.found(q),
    queryFn: ({ pageParam }) =>
      ask(api.GET("/api/v1/search/messages", { params: { query: { q, cursor: pageParam, limit: 50 } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled: enabled && q !== "",
    ...FOR_A_MINUTE,
  });
}

/** Has mentions count as read: those of a ticket, or all. */
export function useReadMentions() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (ticketId: string | undefined) =>
      ask(api.POST("/api/v1/mentions/read", { params: { query: { ticketId } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: inboxKeys.mentions }),
  });
}
