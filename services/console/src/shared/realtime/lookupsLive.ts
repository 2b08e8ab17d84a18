/** What the sockets tell of users, queues, tags, channels, quick replies and the contacts' tags and fields → the lookups. */

import type { QueryClient } from "@tanstack/react-query";
import { type ContactField, type ContactTag, lookupKeys, type Queue, type Tag } from "../api/lookups";
import type { realtime } from "./sockets";

interface Revised {
  id: string;
  revision: number;
}

/** Returns a list with an item's newest state in it, or without the item; one that is older changes nothing. */
export function withItem<T extends Revised>(
  list: readonly T[],
  item: T,
  belongs: boolean,
  before: (a: T, b: T) => number,
): T[] {
  const known = list.find(({ id }) => id === item.id);
  if (known && known.revision > item.revision) return [...list];
  const others = list.filter(({ id }) => id !== item.id);
  return belongs ? [...others, item].sort(before) : others;
}

const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
const byPosition = (a: Queue, b: Queue) => a.position - b.position || byName(a, b);

/** Keeps the lookups in the cache as the company's are. Returns how to stop. */
export function followLookups(client: QueryClient, sockets: Pick<typeof realtime, "on">): () => void {
  const change = <T>(key: readonly string[], how: (list: T[]) => T[]) =>
    client.setQueryData<T[]>(key, (list) => list && how(list));
  // What has gone stays gone, also when an older update comes late.
  const newest = new Map<string, number>();
  const isNews = ({ id, revision }: Revised) => {
    const isNewer = revision >= (newest.get(id) ?? 0);
    if (isNewer) newest.set(id, revision);
    return isNewer;
  };
  const again = (key: readonly string[]) => void client.invalidateQueries({ queryKey: key });
  const stops = [
    sockets.on("chat", "queue.updated", ({ queue }) => {
      if (isNews(queue))
        change<Queue>(lookupKeys.queues, (list) => withItem(list, queue, !queue.archivedAt, byPosition));
    }),
    sockets.on("chat", "tag.updated", ({ tag }) => {
      if (isNews(tag)) change<Tag>(lookupKeys.tags, (list) => withItem(list, tag, !tag.archivedAt, byName));
    }),
    sockets.on("chat", "contact_tag.deleted", ({ tagId }) =>
      change<ContactTag>(lookupKeys.contactTags, (list) => list.filter(({ id }) => id !== tagId)),
    ),
    sockets.on("chat", "contact_field.updated", ({ field }) =>
      change<ContactField>(lookupKeys.contactFields, (list) => [
        ...list.filter(({ id }) => id !== field.id),
        field,
      ]),
    ),
    sockets.on("chat", "contact_field.deleted", ({ fieldId }) =>
      change<ContactField>(lookupKeys.contactFields, (list) => list.filter(({ id }) => id !== fieldId)),
    ),
    // These say only that something has changed.
    sockets.on("chat", "contact_tag.updated", () => again(lookupKeys.contactTags)),
    sockets.on("chat", "user.changed", () => again(lookupKeys.users)),
    sockets.on("chat", "quick-reply.changed", () => again(lookupKeys.quickReplies)),
    sockets.on("channels", "channel.changed", () => again(lookupKeys.channels)),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
