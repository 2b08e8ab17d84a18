/** Reports that are sent by e-mail regularly, and exports that are made in the background. */

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { type AnswerOf, api, ask, type RequestOf } from "@/shared/api/client";
import { saveFile } from "@/shared/api/download";
import { queryClient } from "@/shared/api/queries";
import { ifAt } from "@/shared/api/revision";
import { messageStore } from "@/shared/i18n/messages";
import { useReadAgain } from "../useReadAgain";
import { isUnderWay, pendingRuns, sendingAgainMs } from "./rules";

export type Schedule = AnswerOf<"reports.getSchedule">;
export type ScheduleBody = Required<Omit<RequestOf<"reports.createSchedule">, "filters" | "enabled">> & {
  filters: Filters;
};
export type ReportName = Schedule["report"];
export type Every = Schedule["every"];
export type Run = AnswerOf<"reports.listScheduleRuns">["items"][number];
export type RunStatus = Run["status"];
export type Mail = Run["mails"][number];
export type Export = AnswerOf<"reports.getExport">;
export type ExportBody = Omit<RequestOf<"reports.createExport">, "separator" | "bom">;
export type ExportReport = Export["report"];
export type ExportStatus = Export["status"];
export type FileFormat = "csv" | "xlsx";

/** Null: all of them. */
export interface Filters {
  channelId: string | null;
  queueId: string | null;
  agentId: string | null;
  tagId: string | null;
}

const SCHEDULES = ["reports", "schedules"] as const;
const again = () => queryClient.invalidateQueries({ queryKey: SCHEDULES });
const AGAIN_MS = 3000;

/** Reads them again while one is being sent. */
export function useSchedules() {
  const sending = useRef<{ runs: string; since: number }>(undefined);
  return useQuery({
    queryKey: [...SCHEDULES, "list"],
    queryFn: async () => (await ask(api.GET("/api/v1/reports/schedules"))).items,
    refetchInterval: ({ state }) => {
      const runs = pendingRuns(state.data ?? []);
      if (runs === "") return false;
      if (sending.current?.runs !== runs) sending.current = { runs, since: Date.now() };
      return sendingAgainMs(Date.now() - sending.current.since);
    },
  });
}

/** What was sent of a schedule, the latest first; read again when the list says that something came of the last. */
export function useRuns({ id, lastRun }: Schedule) {
  const query = useInfiniteQuery({
    queryKey: [...SCHEDULES, "runs", id],
    queryFn: ({ pageParam }) =>
      ask(
        api.GET("/api/v1/reports/schedules/{schedule_id}/runs", {
          params: { path: { schedule_id: id }, query: { cursor: pageParam, limit: 20 } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: 0,
  });
  useReadAgain(query.refetch, JSON.stringify(lastRun));
  return query;
}

const scheduled = (id: string) => ({ params: { path: { schedule_id: id } } });

export async function createSchedule(body: ScheduleBody): Promise<void> {
  await ask(api.POST("/api/v1/reports/schedules", { body }));
  await again();
}

export async function updateSchedule(
  id: string,
  body: RequestOf<"reports.updateSchedule">,
  revision?: number,
): Promise<void> {
  await ask(
    api.PATCH("/api/v1/reports/schedules/{schedule_id}", {
      params: { path: { schedule_id: id }, ...ifAt(revision) },
      body,
    }),
  );
  await again();
}

export async function deleteSchedule(id: string): Promise<void> {
  await ask(api.DELETE("/api/v1/reports/schedules/{schedule_id}", scheduled(id)));
  await again();
}

/** Sends it to its recipients now, besides when it falls due. */
export async function sendSchedule(id: string): Promise<void> {
  await ask(api.POST("/api/v1/reports/schedules/{schedule_id}/send", scheduled(id)));
  await again();
}

/** Takes oneself off its recipients. */
export async function leaveSchedule(id: string): Promise<void> {
  await ask(api.DELETE("/api/v1/reports/schedules/{schedule_id}/recipients/me", scheduled(id)));
  await again();
}

const EXPORTS = ["reports", "exports"] as const;
const exported = (id: string) => ({ params: { path: { export_id: id } } });
const exportsAgain = () => queryClient.invalidateQueries({ queryKey: EXPORTS });

/** Exports of the last day, the newest first. */
export function useExports() {
  return useInfiniteQuery({
    queryKey: [...EXPORTS, "list"],
    queryFn: ({ pageParam }) =>
      ask(api.GET("/api/v1/reports/exports", { params: { query: { cursor: pageParam, limit: 50 } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: 0,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(isUnderWay)) ? AGAIN_MS : false,
  });
}

/** Starts one; its CSV is as spreadsheets of the user's language have it. */
export async function createExport(asked: ExportBody): Promise<void> {
  const separator = messageStore.locale === "pt" ? "semicolon" : "comma";
  const body = { ...asked, separator, bom: true } as const;
  await ask(api.POST("/api/v1/reports/exports", { body }));
  await exportsAgain();
}

export async function deleteExport(id: string): Promise<void> {
  await ask(api.DELETE("/api/v1/reports/exports/{export_id}", exported(id)));
  await exportsAgain();
}

export async function saveExport(id: string): Promise<void> {
  await saveFile(api.POST("/api/v1/reports/exports/{export_id}/file", exported(id)));
}

/** Campaigns whose messages can be exported, the newest first. */
export function useStartedCampaigns(isNeeded: boolean) {
  return useQuery({
    enabled: isNeeded,
    queryKey: ["reports", "campaigns", "choice"],
    queryFn: async () => {
      const query = { limit: 100 };
      const page = await ask(api.GET("/api/v1/reports/campaigns", { params: { query } }));
      return page.items.map(({ id, name }) => ({ value: id, label: name }));
    },
  });
}
