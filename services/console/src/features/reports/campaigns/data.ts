/** What the reports of campaigns read, and the files that are made of them. */

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type AnswerOf, api, ask } from "@/shared/api/client";
import { saveFile } from "@/shared/api/download";
import { FOR_A_MINUTE } from "@/shared/api/queries";
import type { Period } from "../period";
import { useReadAgain } from "../useReadAgain";
import { type CampaignStatus, isMoving } from "./rules";

export type CampaignRow = AnswerOf<"reports.listCampaigns">["items"][number];
export type CampaignReport = AnswerOf<"reports.getCampaign">;
export type VariantFigures = CampaignReport["variants"][number];
export type Comparison = CampaignReport["comparisons"][number];
/** What variants are compared by. */
export type Figure = Comparison["figure"];
/** Between which values a rate lies, with 95 % confidence. */
export type Interval = NonNullable<VariantFigures["intervals"][Figure]>;
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
    queryFn: ({ pageParam }) => {
      const query = { ...queryOf(listed), limit: 50, cursor: pageParam };
      return ask(api.GET("/api/v1/reports/campaigns", { params: { query } }));
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    ...FOR_A_MINUTE,
  });
}

/** While a report moves it is read again after so long. */
const AGAIN_MS = 15_000;

export function useCampaignReport(id: string) {
  return useQuery({
    queryKey: [...KEY, "one", id],
    queryFn: () => ask(api.GET("/api/v1/reports/campaigns/{campaign_id}", one(id))),
    refetchInterval: ({ state }) => (state.data && isMoving(state.data, Date.now()) ? AGAIN_MS : false),
    ...FOR_A_MINUTE,
  });
}

/** Read less often than the report, and once more when a step of the campaign is over. */
export function useCurve(report: CampaignReport) {
  const { id, status, consistent } = report;
  const query = useQuery({
    queryKey: [...KEY, "curve", id],
    queryFn: () => ask(api.GET("/api/v1/reports/campaigns/{campaign_id}/curve", one(id))),
    refetchInterval: () => (isMoving(report, Date.now()) ? AGAIN_MS * 2 : false),
    ...FOR_A_MINUTE,
  });
  useReadAgain(query.refetch, `${status} ${consistent}`);
  return query;
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

/** Saves a row for each campaign of the list. */
export function saveList(listed: Listed, format: FileFormat): Promise<void> {
  const query = { ...queryOf(listed), format };
  return saveFile(api.POST("/api/v1/reports/campaigns/export", { params: { query } }));
}

/** Saves a row for each variant of a campaign. */
export function saveVariants(id: string, format: FileFormat): Promise<void> {
  const params = { path: { campaign_id: id }, query: { format } };
  return saveFile(api.POST("/api/v1/reports/campaigns/{campaign_id}/variants/export", { params }));
}
