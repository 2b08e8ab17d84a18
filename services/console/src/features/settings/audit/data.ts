/** The audit log, page by page, newest first. */

import { useInfiniteQuery } from "@tanstack/react-query";
import { type AnswerOf, api, ask } from "@/shared/api/client";
import { instantOf } from "@/shared/ui/zonedTime";
import type { AuditSearch } from "./search";

export type Entry = AnswerOf<"audit.list">["items"][number];

const DAY_MS = 86_400_000;

/** Returns what the API is asked for: days of the company's calendar as instants, the last day in whole. */
export function auditQuery({ action, actor, from, to }: AuditSearch, zone: string) {
  return {
    action,
    actorId: actor,
    from: from && instantOf(`${from}T00:00`, zone)?.toISOString(),
    to: to && instantOf(`${dayAfter(to)}T00:00`, zone)?.toISOString(),
  };
}

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
}

export function useAudit(search: AuditSearch, zone: string) {
  return useInfiniteQuery({
    queryKey: ["audit", search, zone],
    queryFn: ({ pageParam }) =>
      ask(
        api.GET("/api/v1/audit", {
          params: { query: { ...auditQuery(search, zone), cursor: pageParam, limit: 50 } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}
