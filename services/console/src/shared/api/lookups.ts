/**
 * What every screen names: users, queues, tags, channels, quick replies, the contacts' tags and fields. Each list is
 * read once, whole; `lookupsLive.ts` changes it by what the sockets tell.
 */

import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { type AnswerOf, api, ask } from "./client";
import { LIVE } from "./queries";
import { useMay } from "./session";

export type User = AnswerOf<"users.list">["items"][number];
export type Queue = AnswerOf<"queues.list">["items"][number];
export type Tag = AnswerOf<"tags.list">["items"][number];
export type Channel = AnswerOf<"channels.list">["items"][number];
export type QuickReply = AnswerOf<"quickReplies.list">["items"][number];
export type ContactTag = AnswerOf<"contacts.listTags">["items"][number];
export type ContactField = AnswerOf<"contacts.listFields">["items"][number];

/** The cache's keys of the lists. */
export const lookupKeys = {
  users: ["lookups", "users"],
  queues: ["lookups", "queues"],
  tags: ["lookups", "tags"],
  channels: ["lookups", "channels"],
  quickReplies: ["lookups", "quick-replies"],
  contactTags: ["lookups", "contact-tags"],
  contactFields: ["lookups", "contact-fields"],
} as const;

/** A list, and what it has by id; empty until it is there. */
export interface Lookup<T> {
  list: readonly T[];
  byId: ReadonlyMap<string, T>;
  query: UseQueryResult<T[]>;
}

interface Page<T> {
  items: T[];
  nextCursor?: string | null;
}

/** Reads all pages of a list. */
export async function everyPage<T>(page: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const answer = await page(cursor);
    items.push(...answer.items);
    cursor = answer.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}

const NONE: never[] = [];

function useLookup<T extends { id: string }>(
  key: readonly string[],
  read: () => Promise<T[]>,
  enabled: boolean,
): Lookup<T> {
  const query = useQuery({
    queryKey: key,
    queryFn: read,
    enabled,
    gcTime: Number.POSITIVE_INFINITY,
    ...LIVE,
  });
  const list = query.data ?? NONE;
  const byId = useMemo(() => new Map(list.map((item) => [item.id, item])), [list]);
  return { list, byId, query };
}

/** Users of the company, also those who are disabled. */
export function useUsers(): Lookup<User> {
  return useLookup(
    lookupKeys.users,
    () => everyPage((cursor) => ask(api.GET("/api/v1/users", { params: { query: { cursor, limit: 100 } } }))),
    useMay("users:read"),
  );
}

/** Queues that take tickets, in their order. */
export function useQueues(): Lookup<Queue> {
  return useLookup(
    lookupKeys.queues,
    async () => (await ask(api.GET("/api/v1/queues"))).items,
    useMay("tickets:read"),
  );
}

/** Tags that can be put on tickets, by name. */
export function useTags(): Lookup<Tag> {
  return useLookup(
    lookupKeys.tags,
    async () => (await ask(api.GET("/api/v1/tags"))).items,
    useMay("tickets:read"),
  );
}

/** WhatsApp numbers of the company. */
export function useChannels(): Lookup<Channel> {
  return useLookup(
    lookupKeys.channels,
    () =>
      everyPage((cursor) => ask(api.GET("/api/v1/channels", { params: { query: { cursor, limit: 100 } } }))),
    useMay("channels:read"),
  );
}

/** Quick replies, the company's and one's own. */
export function useQuickReplies(): Lookup<QuickReply> {
  return useLookup(
    lookupKeys.quickReplies,
    () =>
      everyPage((cursor) =>
        ask(api.GET("/api/v1/quick-replies", { params: { query: { cursor, limit: 100 } } })),
      ),
    useMay("tickets:read"),
  );
}

/** Tags of contacts, by name. */
export function useContactTags(): Lookup<ContactTag> {
  return useLookup(
    lookupKeys.contactTags,
    async () => (await ask(api.GET("/api/v1/contacts/tags"))).items,
    useMay("contacts:read"),
  );
}

/** The company's own fields of contacts. */
export function useContactFields(): Lookup<ContactField> {
  return useLookup(
    lookupKeys.contactFields,
    async () => (await ask(api.GET("/api/v1/contact-fields"))).items,
    useMay("contacts:read"),
  );
}
