/** What the reports of campaigns read, and the files that are made of them. */

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type AnswerOf, api, ask } from "@/shared/api/client";
import { saveFile } from "@/shared/api/download";
import { FOR_A_MINUTE } from "@/shared/api/queries";
import type { Period } from "../period";
import { type CampaignStatus, isOnItsWay } from "./rules";

/** A rate, and between which values it lies with 95 % certainty. */
export interface Interval {
  low: number;
  high: number;
}

export interface VariantRates {
  delivered: number | null;
  read: number | null;
  replied: number | null;
  optOuts: number | null;
}

export interface VariantFigures {
  number: number;
  name: string;
  total: number;
  delivered: number;
  read: number;
  replied: number;
  optOuts: number;
  rates: VariantRates;
  intervals: Record<Figure, Interval | null>;
}

/** What variants are compared by. */
export type Figure = "read" | "replied" | "optOuts";

export interface Comparison {
  figure: Figure;
  /** The number of the variant that stands apart from all others, if one does. */
  best: number | null;
  pValue: number | null;
  verdict: "different" | "notProven" | "tooFew";
}

interface More {
  optOuts: number;
}
export type CampaignRow = AnswerOf<"reports.listCampaigns">["items"][number] & More & { rates: VariantRates };
export type CampaignReport = AnswerOf<"reports.getCampaign"> &
  More & {
    funnel: Record<"recipients" | "sent" | "delivered" | "read" | "replied", number>;
    rates: { optOuts: number | null };
    variants: VariantFigures[];
    comparisons: Comparison[];
  };
export type Curve = AnswerOf<"reports.getCampaignCurve">;

/** Which campaigns are listed. */
export interface Listed {
  period: Period;
  channelId: string | undefined;
  status: CampaignStatus | undefined;
}

const KEY = ["reports", "campaigns"] as const;
const one = (id: string) => ({ params: { path: { campaign_id: id } } });
const queryOf = ({ period, channelId, status }: Listed) => ({
  from: period.from,
  to: period.to,
  ...(channelId && { channelId }),
  ...(status && { status }),
});

/** Campaigns that started in a period, the newest first. */
export function useCampaignReports(listed: Listed) {
  return useInfiniteQuery({
    queryKey: [...KEY, "list", queryOf(listed)],
    queryFn: async ({ pageParam }) => {
      const query = { ...queryOf(listed), limit: 50, cursor: pageParam } as { cursor?: string };
      const page = await ask(api.GET("/api/v1/reports/campaigns", { params: { query } }));
      return { items: page.items as CampaignRow[], nextCursor: page.nextCursor ?? undefined };
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor,
    ...FOR_A_MINUTE,
  });
}

/** While a campaign is sending its report is read again after so long. */
const AGAIN_MS = 15_000;

export function useCampaignReport(id: string) {
  return useQuery({
    queryKey: [...KEY, "one", id],
    queryFn: async () =>
      (await ask(api.GET("/api/v1/reports/campaigns/{campaign_id}", one(id)))) as CampaignReport,
    refetchInterval: ({ state }) => (state.data && isOnItsWay(state.data.status) ? AGAIN_MS : false),
    ...FOR_A_MINUTE,
  });
}

export function useCurve(id: string, isMoving: boolean) {
  return useQuery({
    queryKey: [...KEY, "curve", id],
    queryFn: () => ask(api.GET("/api/v1/reports/campaigns/{campaign_id}/curve", one(id))),
    refetchInterval: isMoving ? AGAIN_MS * 2 : false,
    ...FOR_A_MINUTE,
  });
}

export type FileFormat = "csv" | "xlsx";

/** Saves a row for each message of a campaign. */
export function saveMessages(id: string, format: FileFormat): Promise<void> {
  return saveFile(
    format === "csv"
      ? api.POST("/api/v1/reports/campaigns/{campaign_id}/export.csv", one(id))
      : api.POST("/api/v1/reports/campaigns/{campaign_id}/export.xlsx", one(id)),
  );
}
