/** Work on many contacts that the server does in the background: actions and exports. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type AnswerOf, api, ask, type RequestOf } from "@/shared/api/client";
import { LIVE } from "@/shared/api/queries";

export type Job = AnswerOf<"bulk.list">["items"][number];
export type JobDetails = AnswerOf<"bulk.get">;
export type BulkRequest = RequestOf<"bulk.contacts">;

export const jobKeys = {
  list: ["bulk", "contacts"] as const,
  one: (id: string) => ["bulk", "one", id] as const,
};

export const isUnderWay = (job: Pick<Job, "status">) => job.status === "queued" || job.status === "running";

/** The latest jobs with contacts, newest first. */
export function useJobs() {
  return useQuery({
    queryKey: jobKeys.list,
    queryFn: async () =>
      (await ask(api.GET("/api/v1/bulk", { params: { query: { limit: 20 } } }))).items.filter(
        ({ subject }) => subject === "contacts",
      ),
    ...LIVE,
  });
}

export function useJob(id: string, enabled: boolean) {
  return useQuery({
    queryKey: jobKeys.one(id),
    queryFn: () => ask(api.GET("/api/v1/bulk/{bulk_id}", { params: { path: { bulk_id: id } } })),
    enabled,
  });
}

/** A list of jobs with the newest state of one in it; it goes no way back once it has ended. */
export function withJob(jobs: readonly Job[], job: Job): Job[] {
  if (job.subject !== "contacts") return [...jobs];
  const known = jobs.find(({ id }) => id === job.id);
  if (!known) return [job, ...jobs];
  const isOlder = (!isUnderWay(known) && isUnderWay(job)) || (known.done > job.done && isUnderWay(job));
  return jobs.map((one) => (one.id === job.id && !isOlder ? job : one));
}

export function useStartJob() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: BulkRequest) => ask(api.POST("/api/v1/bulk/contacts", { body })),
    onSuccess: (job) => client.setQueryData<Job[]>(jobKeys.list, (jobs) => withJob(jobs ?? [], job)),
  });
}

export function useCancelJob() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      ask(api.POST("/api/v1/bulk/{bulk_id}/cancel", { params: { path: { bulk_id: id } } })),
    onSuccess: (job) => client.setQueryData<Job[]>(jobKeys.list, (jobs) => withJob(jobs ?? [], job)),
  });
}

/** Has the browser fetch what a one-time link leads to. */
export function follow(url: string): void {
  const link = document.createElement("a");
  link.href = url;
  link.download = "";
  link.click();
}

export async function downloadJob(id: string): Promise<void> {
  const { url } = await ask(api.POST("/api/v1/bulk/{bulk_id}/file", { params: { path: { bulk_id: id } } }));
  follow(url);
}

/** Downloads the contacts of a filter, as they are now. */
export async function exportContacts(query: {
  format: "csv" | "xlsx";
  q?: string | null;
  tag?: string | null;
  blocked?: boolean | null;
}): Promise<void> {
  const { url } = await ask(api.POST("/api/v1/contacts/export", { params: { query } }));
  follow(url);
}
