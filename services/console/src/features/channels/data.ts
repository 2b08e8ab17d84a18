/** What the screens of channels read and change. Lists are told of by the sockets (`live.ts`). */

import {
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { type AnswerOf, api, ask, type RequestOf } from "@/shared/api/client";
import { type Channel, lookupKeys } from "@/shared/api/lookups";
import { LIVE } from "@/shared/api/queries";

export type Health = AnswerOf<"channels.getHealth">;
export type Template = AnswerOf<"templates.list">["items"][number];
export type ChannelEvent = AnswerOf<"channels.listEvents">["items"][number];
export type Changes = RequestOf<"channels.update">;

export const keys = {
  pairing: (channelId: string) => ["channels", channelId, "pairing"] as const,
  health: (channelId: string) => ["channels", channelId, "health"] as const,
  templates: (channelId: string) => ["channels", channelId, "templates"] as const,
  news: (channelId: string) => ["channels", channelId, "news"] as const,
};

const path = (channelId: string) => ({ path: { channel_id: channelId } });

/** What the last check found. */
export function useHealth(channelId: string) {
  return useQuery({
    queryKey: keys.health(channelId),
    queryFn: () => ask(api.GET("/api/v1/channels/{channel_id}/health", { params: path(channelId) })),
  });
}

/** Asks the provider now; the answer is the newest health. */
export function useCheck(channelId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => ask(api.POST("/api/v1/channels/{channel_id}/test", { params: path(channelId) })),
    onSuccess: (health) => {
      client.setQueryData(keys.health(channelId), health);
      void client.invalidateQueries({ queryKey: lookupKeys.channels });
    },
  });
}

/** Changes a channel; what the server made of it is shown everywhere. */
export function useChange(channelId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Changes) =>
      ask(api.PATCH("/api/v1/channels/{channel_id}", { params: path(channelId), body })),
    onSuccess: (channel) => {
      show(client, channel);
      void client.invalidateQueries({ queryKey: keys.health(channelId) });
    },
  });
}

/** Connects a number. The same attempt again, after a lost answer, makes no second channel. */
export async function connect(client: QueryClient, body: RequestOf<"channels.connect">, attempt: string) {
  const channel = await ask(
    api.POST("/api/v1/channels", { params: { header: { "idempotency-key": attempt } }, body }),
  );
  show(client, channel);
  return channel;
}

export async function disconnect(client: QueryClient, channelId: string): Promise<void> {
  await ask(api.DELETE("/api/v1/channels/{channel_id}", { params: path(channelId) }));
  client.setQueryData<Channel[]>(lookupKeys.channels, (list) => list?.filter(({ id }) => id !== channelId));
}

function show(client: QueryClient, channel: Channel): void {
  client.setQueryData<Channel[]>(lookupKeys.channels, (list) => {
    if (!list) return list;
    const isKnown = list.some(({ id }) => id === channel.id);
    return isKnown ? list.map((one) => (one.id === channel.id ? channel : one)) : [...list, channel];
  });
}

/** Templates of the channel's account, by a part of the name and a status. */
export function useTemplates(channelId: string, name: string | undefined, status: string | undefined) {
  return useInfiniteQuery({
    queryKey: [...keys.templates(channelId), name ?? "", status ?? ""],
    queryFn: ({ pageParam }) =>
      ask(
        api.GET("/api/v1/channels/{channel_id}/templates", {
          params: { ...path(channelId), query: { name, status, cursor: pageParam, limit: 50 } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    ...LIVE,
  });
}

export function useTemplate(channelId: string, templateId: string | undefined) {
  return useQuery({
    queryKey: [...keys.templates(channelId), "one", templateId],
    queryFn: () =>
      ask(
        api.GET("/api/v1/channels/{channel_id}/templates/{template_id}", {
          params: { path: { channel_id: channelId, template_id: templateId ?? "" } },
        }),
      ),
    enabled: templateId !== undefined,
    ...LIVE,
  });
}

/** Makes a template, or changes the one that is named. */
export async function saveTemplate(
  client: QueryClient,
  channelId: string,
  templateId: string | undefined,
  body: RequestOf<"templates.create">,
): Promise<void> {
  if (templateId === undefined) {
    await ask(api.POST("/api/v1/channels/{channel_id}/templates", { params: path(channelId), body }));
  } else {
    const { category, components } = body;
    await ask(
      api.PATCH("/api/v1/channels/{channel_id}/templates/{template_id}", {
        params: { path: { channel_id: channelId, template_id: templateId } },
        body: { category, components },
      }),
    );
  }
  await client.invalidateQueries({ queryKey: keys.templates(channelId) });
}

export async function deleteTemplate(
  client: QueryClient,
  channelId: string,
  templateId: string,
): Promise<void> {
  await ask(
    api.DELETE("/api/v1/channels/{channel_id}/templates/{template_id}", {
      params: { path: { channel_id: channelId, template_id: templateId } },
    }),
  );
  await client.invalidateQueries({ queryKey: keys.templates(channelId) });
}

/** Reads all templates from the provider now. */
export function useSync(channelId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () =>
      ask(api.POST("/api/v1/channels/{channel_id}/templates/sync", { params: path(channelId) })),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.templates(channelId) }),
  });
}

/** What the provider reported, the latest first. */
export function useNews(channelId: string) {
  return useInfiniteQuery({
    queryKey: keys.news(channelId),
    queryFn: ({ pageParam }) =>
      ask(
        api.GET("/api/v1/channels/{channel_id}/events", {
          params: { ...path(channelId), query: { cursor: pageParam, limit: 50 } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}
