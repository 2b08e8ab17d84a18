/** Reports that are sent by e-mail regularly, and exports that are made in the background. */

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { Permission } from "@/shared/api/browserSession";
import { api, ask } from "@/shared/api/client";
import { saveFile } from "@/shared/api/download";
import { queryClient } from "@/shared/api/queries";
import { ifAt } from "@/shared/api/revision";
import { isUnderWay } from "./rules";

export const MANAGE = "reports:manage" as Permission;

export type ReportName =
  | "summary"
  | "daily"
  | "hourly"
  | "agents"
  | "queues"
  | "channels"
  | "campaigns"
  | "delivery-errors"
  | "opt-outs";
export type FileFormat = "csv" | "xlsx";
export type Every = "daily" | "weekly" | "monthly";
export type MailStatus = "queued" | "sending" | "sent" | "failed" | "skipped" | "unconfirmed";
export type RunStatus = "pending" | "sent" | "partly" | "failed" | "skipped";
export type MailReason =
  | "quota"
  | "suspended"
  | "paused"
  | "no-access"
  | "no-address"
  | "left"
  | "report-failed"
  | "given-up"
  | "mail-not-configured"
  | "mail-unavailable"
  | "mail-refused"
  | "mail-unconfirmed"
  | "interrupted";

export interface Filters {
  channelId: string | null;
  queueId: string | null;
  agentId: string | null;
  tagId: string | null;
}

export interface Mail {
  userId: string;
  name: string | null;
  status: MailStatus;
  reason: MailReason | null;
  at: string;
}

export interface Run {
  id: string;
  dueAt: string;
  requestedBy: string | null;
  firstDay: string;
  lastDay: string;
  status: RunStatus;
  mails: Mail[];
}

export interface ScheduleBody {
  name: string;
  report: ReportName;
  filters: Filters;
  every: Every;
  weekday: number | null;
  day: number | null;
  hour: number;
  recipientIds: string[];
  format: FileFormat;
  language: "pt" | "en";
}

export interface Schedule extends Omit<ScheduleBody, "recipientIds"> {
  id: string;
  timeZone: string;
  recipients: { userId: string; name: string | null; mayReceive: boolean }[];
  enabled: boolean;
  nextAt: string | null;
  createdBy: string;
  createdAt: string;
  revision: number;
  lastRun: Run | null;
}

interface Page<T> {
  items: T[];
  nextCursor?: string | null;
}
type Asked = Parameters<typeof ask>[0];
type Client = Record<"GET" | "POST" | "PATCH" | "DELETE", (path: string, options: object) => Asked>;
const call = async <T>(method: keyof Client, path: string, options: object = {}) =>
  (await ask((api as unknown as Client)[method](path, options))) as T;

const SCHEDULES = ["reports", "schedules"] as const;
const again = () => queryClient.invalidateQueries({ queryKey: SCHEDULES });
const AGAIN_MS = 3000;

export function useSchedules() {
  return useQuery({
    queryKey: [...SCHEDULES, "list"],
    queryFn: async () => (await call<Page<Schedule>>("GET", "/api/v1/reports/schedules")).items,
    refetchInterval: ({ state }) =>
      state.data?.some(({ lastRun }) => lastRun?.status === "pending") ? AGAIN_MS : false,
  });
}

/** What was sent of a schedule, the latest first. */
export function useRuns(id: string) {
  return useInfiniteQuery({
    queryKey: [...SCHEDULES, "runs", id],
    queryFn: ({ pageParam }) =>
      call<Page<Run>>("GET", "/api/v1/reports/schedules/{schedule_id}/runs", {
        params: { path: { schedule_id: id }, query: { cursor: pageParam, limit: 20 } },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: 0,
  });
}

const scheduled = (id: string) => ({ params: { path: { schedule_id: id } } });

export async function createSchedule(body: ScheduleBody): Promise<void> {
  await call("POST", "/api/v1/reports/schedules", { body });
  await again();
}

export async function updateSchedule(
  id: string,
  body: Partial<ScheduleBody> & { enabled?: boolean },
  revision?: number,
): Promise<void> {
  await call("PATCH", "/api/v1/reports/schedules/{schedule_id}", {
    params: { path: { schedule_id: id }, ...ifAt(revision) },
    body,
  });
  await again();
}

export async function deleteSchedule(id: string): Promise<void> {
  await call("DELETE", "/api/v1/reports/schedules/{schedule_id}", scheduled(id));
  await again();
}

/** Sends it to its recipients now, besides when it falls due. */
export async function sendSchedule(id: string): Promise<void> {
  await call("POST", "/api/v1/reports/schedules/{schedule_id}/send", scheduled(id));
  await again();
}

/** Takes oneself off its recipients. */
export async function leaveSchedule(id: string): Promise<void> {
  await call("DELETE", "/api/v1/reports/schedules/{schedule_id}/recipients/me", scheduled(id));
  await again();
}

export type ExportReport = "campaign" | "tickets" | "daily";
export type ExportStatus = "queued" | "running" | "finished" | "failed";

export interface ExportBody {
  report: ExportReport;
  format: FileFormat;
  from?: string;
  to?: string;
  campaignId?: string;
  filters?: Filters;
  /** Of CSV: the mark by which Excel knows its letters. */
  bom?: boolean;
}

export interface Export {
  id: string;
  report: ExportReport;
  format: FileFormat;
  status: ExportStatus;
  reason: "too-large" | "too-many-rows" | "given-up" | "export-failed" | null;
  firstDay: string | null;
  lastDay: string | null;
  campaignId: string | null;
  filters: Filters;
  rowsDone: number;
  rowsTotal: number | null;
  createdBy: string;
  createdAt: string;
  finishedAt: string | null;
  expiresAt: string;
}

const EXPORTS = ["reports", "exports"] as const;
const exported = (id: string) => ({ params: { path: { export_id: id } } });
const exportsAgain = () => queryClient.invalidateQueries({ queryKey: EXPORTS });

/** Exports of the last day, the newest first. */
export function useExports() {
  return useInfiniteQuery({
    queryKey: [...EXPORTS, "list"],
    queryFn: ({ pageParam }) =>
      call<Page<Export>>("GET", "/api/v1/reports/exports", {
        params: { query: { cursor: pageParam, limit: 50 } },
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: 0,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(isUnderWay)) ? AGAIN_MS : false,
  });
}

export async function createExport(body: ExportBody): Promise<void> {
  await call("POST", "/api/v1/reports/exports", { body });
  await exportsAgain();
}

export async function deleteExport(id: string): Promise<void> {
  await call("DELETE", "/api/v1/reports/exports/{export_id}", exported(id));
  await exportsAgain();
}

export async function saveExport(id: string): Promise<void> {
  await saveFile(
    api.POST("/api/v1/reports/exports/{export_id}/file" as never, exported(id) as never) as never,
  );
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
