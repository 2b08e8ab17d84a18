/** What the socket tells of campaigns → the cache: numbers and states of those that are shown. */

import { type InfiniteData, type QueryClient, useQueryClient } from "@tanstack/react-query";
import { type Update, useLive } from "@/shared/realtime/sockets";
import { campaignKeys } from "./data";
import { type Campaign, isOver } from "./rules";

type Progress = Update<"campaigns", "campaign.progress"> | Update<"campaigns", "campaign.finished">;
interface Page {
  items: Campaign[];
  nextCursor?: string | null;
}

/** Returns a campaign as an update says it is; one that is over does not begin again. */
export function withProgress(campaign: Campaign, update: Progress): Campaign {
  if (campaign.id !== update.campaignId || (isOver(campaign.status) && !isOver(update.status)))
    return campaign;
  return {
    ...campaign,
    status: update.status,
    state: update.status,
    counts: update.counts as Campaign["counts"],
    replies: update.replies,
    startedAt: update.startedAt ?? campaign.startedAt,
    finishedAt: update.finishedAt ?? campaign.finishedAt,
  };
}

/** Applies an update to all that the cache has of its campaign. */
export function applyProgress(client: QueryClient, update: Progress): void {
  const key = campaignKeys.one(update.campaignId);
  const before = client.getQueryData<Campaign>(key);
  if (before) {
    client.setQueryData(key, withProgress(before, update));
    if (before.status !== update.status) {
      // What may be done now, and why, only the server says.
      void client.invalidateQueries({ queryKey: key });
      void client.invalidateQueries({ queryKey: campaignKeys.history(update.campaignId) });
    }
    void client.invalidateQueries({ queryKey: campaignKeys.variants(update.campaignId) });
  }
  let isElsewhere = false;
  client.setQueriesData<InfiniteData<Page>>({ queryKey: campaignKeys.lists }, (data) => {
    if (!data) return data;
    const pages = data.pages.map((page) => ({
      ...page,
      items: page.items.map((campaign) => {
        if (campaign.id === update.campaignId && campaign.status !== update.status) isElsewhere = true;
        return withProgress(campaign, update);
      }),
    }));
    return { ...data, pages };
  });
  if (isElsewhere) void client.invalidateQueries({ queryKey: campaignKeys.lists });
}

/** Keeps campaigns as they go on while a screen shows some. */
export function useCampaignsLive(): void {
  const client = useQueryClient();
  useLive("campaigns", "campaign.progress", (update) => applyProgress(client, update));
  useLive("campaigns", "campaign.finished", (update) => applyProgress(client, update));
}
