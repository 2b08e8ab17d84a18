/** Saved segments as the server has them. */

import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { type AnswerOf, api, ask } from "@/shared/api/client";
import { everyPage } from "@/shared/api/lookups";

export type Segment = AnswerOf<"segments.get">;

export const segmentKeys = {
  all: ["segments"] as const,
  list: ["segments", "list"] as const,
  every: ["segments", "every"] as const,
  estimate: (id: string) => ["segments", "estimate", id] as const,
  contacts: (id: string) => ["segments", "contacts", id] as const,
};

export const segmentsQuery = () =>
  queryOptions({
    queryKey: segmentKeys.every,
    queryFn: () =>
      everyPage((cursor) => ask(api.GET("/api/v1/segments", { params: { query: { cursor, limit: 100 } } }))),
  });

export const segmentEstimateQuery = (id: string) =>
  queryOptions({
    queryKey: segmentKeys.estimate(id),
    queryFn: () =>
      ask(api.GET("/api/v1/segments/{segment_id}/estimate", { params: { path: { segment_id: id } } })),
  });

export const segmentContactsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: segmentKeys.contacts(id),
    queryFn: ({ pageParam }) =>
      ask(
        api.GET("/api/v1/segments/{segment_id}/contacts", {
          params: { path: { segment_id: id }, query: { cursor: pageParam, limit: 20 } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
