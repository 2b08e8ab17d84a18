/** Campaigns as the server has them: what is read, under which keys, and what is done to one. */

import {
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  useMutation,
  useQueryClient,
} from "@tanstack/react-query";
import { type AnswerOf, api, ask, type RequestOf } from "@/shared/api/client";
import { everyPage } from "@/shared/api/lookups";
import { LIVE } from "@/shared/api/queries";
import type { Action, Campaign } from "./rules";
import type { CampaignsSearch, RecipientsSearch } from "./search";

export type CampaignChanges = RequestOf<"campaigns.update">;
export type CampaignCreate = RequestOf<"campaigns.create">;
export type Targets = AnswerOf<"campaigns.listTargets">;
export type Source = Targets["sources"][number];
export type Estimate = AnswerOf<"campaigns.estimate">;
export type Recipient = AnswerOf<"campaigns.listRecipients">["items"][number];
export type Samples = AnswerOf<"campaigns.previewContent">;
export type SamplesAsk = RequestOf<"campaigns.previewContent">;
export type Rendered = Samples["items"][number]["messages"][number];

export const campaignKeys = {
  all: ["campaigns"] as const,
  lists: ["campaigns", "list"] as const,
  list: (search: CampaignsSearch) => ["campaigns", "list", search.status, search.archived] as const,
  one: (id: string) => ["campaigns", "one", id] as const,
  targets: (id: string) => ["campaigns", "targets", id] as const,
  estimate: (id: string) => ["campaigns", "estimate", id] as const,
  history: (id: string) => ["campaigns", "history", id] as const,
  variants: (id: string) => ["campaigns", "variants", id] as const,
  runs: (id: string) => ["campaigns", "runs", id] as const,
  tests: (id: string) => ["campaigns", "tests", id] as const,
  recipients: (id: string, search: RecipientsSearch) => ["campaigns", "recipients", id, search] as const,
};

export const listQuery = (search: CampaignsSearch) =>
  infiniteQueryOptions({
    queryKey: campaignKeys.list(search),
    queryFn: ({ pageParam }) =>
      ask(
        api.GET("/api/v1/campaigns", {
          params: {
            query: {
              status: search.status,
              archived: search.archived ?? false,
              limit: 50,
              cursor: pageParam,
            },
          },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

export const campaignQuery = (id: string) =>
  queryOptions({
    queryKey: campaignKeys.one(id),
    queryFn: () => ask(api.GET("/api/v1/campaigns/{campaign_id}", at(id))),
  });

export const targetsQuery = (id: string) =>
  queryOptions({
    queryKey: campaignKeys.targets(id),
    queryFn: () => ask(api.GET("/api/v1/campaigns/{campaign_id}/targets", at(id))),
    // A file is read in the background, and no socket tells how far it is.
    refetchInterval: ({ state }) => (state.data?.sources.some(isBeingRead) ? 1500 : false),
  });

export const isBeingRead = (source: Source): boolean =>
  source.file?.status === "queued" || source.file?.status === "running";

export const estimateQuery = (id: string) =>
  queryOptions({
    queryKey: campaignKeys.estimate(id),
    queryFn: () => ask(api.GET("/api/v1/campaigns/{campaign_id}/estimate", at(id))),
    staleTime: 0,
  });

export const historyQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: campaignKeys.history(id),
    queryFn: ({ pageParam }) =>
      ask(
        api.GET("/api/v1/campaigns/{campaign_id}/history", {
          params: { path: { campaign_id: id }, query: { limit: 50, cursor: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

export const variantsQuery = (id: string) =>
  queryOptions({
    queryKey: campaignKeys.variants(id),
    queryFn: () => ask(api.GET("/api/v1/campaigns/{campaign_id}/variants", at(id))),
  });

export const runsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: campaignKeys.runs(id),
    queryFn: ({ pageParam }) =>
      ask(
        api.GET("/api/v1/campaigns", { params: { query: { parentId: id, limit: 20, cursor: pageParam } } }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

/** Those of which the recipients can be taken. */
export const othersQuery = () =>
  queryOptions({
    queryKey: ["campaigns", "others"],
    queryFn: () =>
      everyPage((cursor) => ask(api.GET("/api/v1/campaigns", { params: { query: { limit: 100, cursor } } }))),
  });

export const testsQuery = (id: string) =>
  queryOptions({
    queryKey: campaignKeys.tests(id),
    queryFn: () =>
      ask(
        api.GET("/api/v1/campaigns/{campaign_id}/test-sends", {
          params: { path: { campaign_id: id }, query: { limit: 5 } },
        }),
      ),
    refetchInterval: ({ state }) =>
      state.data?.items.some(({ status }) => status === "dispatched" || status === "accepted") ? 2000 : false,
  });

export const recipientsQuery = (id: string, search: RecipientsSearch) =>
  infiniteQueryOptions({
    queryKey: campaignKeys.recipients(id, search),
    queryFn: ({ pageParam }) =>
      ask(
        api.GET("/api/v1/campaigns/{campaign_id}/recipients", {
          params: { path: { campaign_id: id }, query: { ...search, limit: 50, cursor: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

/** What the first people of an audience would get of a content. */
export const samplesQuery = (body: SamplesAsk, key: readonly unknown[]) =>
  queryOptions({
    queryKey: ["campaigns", "samples", ...key],
    queryFn: () => ask(api.POST("/api/v1/campaigns/preview", { body })),
    ...LIVE,
    gcTime: 60_000,
    retry: false,
  });

export const templatesQuery = (channelId: string) =>
  queryOptions({
    queryKey: ["campaigns", "templates", channelId],
    queryFn: () =>
      everyPage((cursor) =>
        ask(
          api.GET("/api/v1/channels/{channel_id}/templates", {
            params: { path: { channel_id: channelId }, query: { status: "APPROVED", limit: 100, cursor } },
          }),
        ),
      ),
    staleTime: 60_000,
  });

export type Template = AnswerOf<"templates.list">["items"][number];

export const at = (id: string) => ({ params: { path: { campaign_id: id } } });

/** Puts a campaign as it now is into the cache, and has the lists read again. */
export function keep(client: QueryClient, campaign: Campaign): void {
  client.setQueryData(campaignKeys.one(campaign.id), campaign);
  void client.invalidateQueries({ queryKey: campaignKeys.lists });
  void client.invalidateQueries({ queryKey: campaignKeys.history(campaign.id) });
}

/** Start, pause, resume, finish, cancel. */
export function useMove(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ action, confirmed }: { action: Action; confirmed?: boolean }): Promise<Campaign> => {
      if (action === "start") {
        const body = { confirmOutOfWindow: confirmed ?? false };
        return ask(api.POST("/api/v1/campaigns/{campaign_id}/start", { ...at(id), body }));
      }
      if (action === "pause") return ask(api.POST("/api/v1/campaigns/{campaign_id}/pause", at(id)));
      if (action === "resume") return ask(api.POST("/api/v1/campaigns/{campaign_id}/resume", at(id)));
      if (action === "finish") return ask(api.POST("/api/v1/campaigns/{campaign_id}/finish", at(id)));
      return ask(api.POST("/api/v1/campaigns/{campaign_id}/cancel", at(id)));
    },
    onSuccess: (campaign) => keep(client, campaign),
  });
}
