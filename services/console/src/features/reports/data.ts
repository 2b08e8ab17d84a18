/** What the reports read. Reports are of a minute ago at most; nothing tells when they change. */

import { useInfiniteQuery, useQueries, useQuery } from "@tanstack/react-query";
import { type AnswerOf, api, ask } from "@/shared/api/client";
import { FOR_A_MINUTE, LIVE } from "@/shared/api/queries";
import { instantOf } from "@/shared/ui/zonedTime";
import { type Period, plusDays } from "./period";

export type Summary = AnswerOf<"reports.getSummary">;
export type Activity = Summary["totals"];
export type CampaignRow = AnswerOf<"reports.listCampaigns">["items"][number];
export type Rating = AnswerOf<"satisfaction.list">["items"][number];
export type CampaignReport = AnswerOf<"reports.getCampaign">;

const periodQuery = ({ from, to }: Period, channelId: string | undefined) => ({
  from,
  to,
  ...(channelId && { channelId }),
});

function summaryQuery(period: Period, channelId: string | undefined) {
  return {
    queryKey: ["reports", "summary", period.from, period.to, channelId ?? "all"],
    queryFn: () =>
      ask(api.GET("/api/v1/reports/summary", { params: { query: periodQuery(period, channelId) } })),
    ...FOR_A_MINUTE,
  };
}

export function useSummary(period: Period, channelId: string | undefined) {
  return useQuery(summaryQuery(period, channelId));
}

/** The summary of each channel, in their order. */
export function useSummaries(period: Period, channelIds: readonly string[]) {
  return useQueries({ queries: channelIds.map((id) => summaryQuery(period, id)) });
}

export function useDays(period: Period, channelId: string | undefined) {
  return useQuery({
    queryKey: ["reports", "daily", period.from, period.to, channelId ?? "all"],
    queryFn: () =>
      ask(api.GET("/api/v1/reports/daily", { params: { query: periodQuery(period, channelId) } })),
    ...FOR_A_MINUTE,
  });
}

/** Campaigns that have started, the newest first. */
export function useCampaignReports() {
  return useInfiniteQuery({
    queryKey: ["reports", "campaigns"],
    queryFn: ({ pageParam }) =>
      ask(api.GET("/api/v1/reports/campaigns", { params: { query: { cursor: pageParam, limit: 50 } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    ...FOR_A_MINUTE,
  });
}

export function useCampaignReport(campaignId: string) {
  return useQuery({
    queryKey: ["reports", "campaigns", campaignId],
    queryFn: () =>
      ask(
        api.GET("/api/v1/reports/campaigns/{campaign_id}", { params: { path: { campaign_id: campaignId } } }),
      ),
    ...FOR_A_MINUTE,
  });
}

/** Returns where a browser saves the file of a campaign's messages from: good once, for a minute. */
export async function exportLink(campaignId: string): Promise<string> {
  const params = { path: { campaign_id: campaignId } };
  return (await ask(api.POST("/api/v1/reports/campaigns/{campaign_id}/export.csv", { params }))).url;
}

/** Tickets that are not closed, by whose they are. */
export function useCounts() {
  return useQuery({
    queryKey: ["reports", "counts"],
    queryFn: () => ask(api.GET("/api/v1/tickets/counts")),
    ...FOR_A_MINUTE,
  });
}

/** Who is there. `presence.updated` changes it. */
export const presenceKey = ["reports", "presence"] as const;
export function usePresence() {
  return useQuery({
    queryKey: presenceKey,
    queryFn: () => ask(api.GET("/api/v1/presence")),
    ...LIVE,
  });
}

/** Of this many ratings at most an agent's average is made. */
export const MOST_RATINGS = 500;

/** The latest ratings of a period. */
export function useRatings(period: Period, timeZone: string) {
  return useQuery({
    queryKey: ["reports", "ratings", period.from, period.to],
    queryFn: async () => {
      const from = instantOf(`${period.from}T00:00`, timeZone)?.toISOString();
      const to = instantOf(`${plusDays(period.to, 1)}T00:00`, timeZone)?.toISOString();
      const ratings: Rating[] = [];
      let cursor: string | undefined;
      do {
        const query = { from, to, score: [1, 2, 3, 4, 5], limit: 100, cursor };
        const page = await ask(api.GET("/api/v1/satisfaction", { params: { query } }));
        ratings.push(...page.items);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined && ratings.length < MOST_RATINGS);
      return { ratings, isCut: cursor !== undefined };
    },
    ...FOR_A_MINUTE,
  });
}
