/**
 * Links to files of messages, which need no token and end after minutes. What is asked for at the same time is asked for
 * in one request.
 */

import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { type AnswerOf, api, ask } from "./client";

export type MediaLink = AnswerOf<"media.createLinks">["items"][number];

/** Links are good for five minutes. */
const FRESH = 4 * 60_000;
const AT_ONCE = 100;

interface Waiting {
  resolve(link: MediaLink | null): void;
  reject(error: unknown): void;
}

const waiting = new Map<string, Waiting[]>();

async function fetchWaiting(): Promise<void> {
  const asked = [...waiting].slice(0, AT_ONCE);
  for (const [id] of asked) waiting.delete(id);
  if (waiting.size > 0) setTimeout(fetchWaiting);
  try {
    const { items } = await ask(api.POST("/api/v1/media/links", { body: { ids: asked.map(([id]) => id) } }));
    const found = new Map(items.map((item) => [item.id, item]));
    for (const [id, each] of asked) for (const one of each) one.resolve(found.get(id) ?? null);
  } catch (error) {
    for (const [, each] of asked) for (const one of each) one.reject(error);
  }
}

function linkTo(id: string): Promise<MediaLink | null> {
  return new Promise((resolve, reject) => {
    if (waiting.size === 0) setTimeout(fetchWaiting, 10);
    waiting.set(id, [...(waiting.get(id) ?? []), { resolve, reject }]);
  });
}

export const mediaLinkQuery = (id: string) =>
  queryOptions({
    queryKey: ["media", "link", id],
    queryFn: () => linkTo(id),
    staleTime: FRESH,
    gcTime: 2 * FRESH,
  });

/** Returns the link to a file once it is known; null: there is none yet. `renew` asks for one that works again. */
export function useMediaLink(id: string | null | undefined) {
  const client = useQueryClient();
  const query = useQuery({ ...mediaLinkQuery(id ?? ""), enabled: Boolean(id) });
  return {
    link: query.data,
    failed: query.isError,
    renew: () => (id ? client.fetchQuery({ ...mediaLinkQuery(id), staleTime: 0 }) : Promise.resolve(null)),
    /** A link that still works, asked for only if the one at hand has ended. */
    current: () => (id ? client.fetchQuery(mediaLinkQuery(id)) : Promise.resolve(null)),
  };
}
