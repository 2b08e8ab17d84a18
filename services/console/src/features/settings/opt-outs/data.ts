/** Opt-outs as the server has them: who wants no campaigns, what is understood as asking so, and files of them. */

import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { type AnswerOf, api, ask, authorizedFetch, type RequestOf } from "@/shared/api/client";
import { problemOf } from "@/shared/api/problems";

export type OptOut = AnswerOf<"optOuts.list">["items"][number];
export type OptOutSource = OptOut["source"];
export type OptOutSettings = RequestOf<"optOuts.setSettings">;
export type Imported = AnswerOf<"optOuts.import">;

export const SOURCES: readonly OptOutSource[] = ["keyword", "agent", "provider", "import", "api"];

export interface OptOutFilter {
  phone?: string;
  source?: OptOutSource;
  channelId?: string;
  /** Those who came back instead. */
  returned?: boolean;
}

export const optOutKeys = {
  all: ["opt-outs"] as const,
  lists: ["opt-outs", "list"] as const,
  settings: ["opt-outs", "settings"] as const,
  history: (id: string) => ["opt-outs", "history", id] as const,
};

/** A filter as the API takes it. */
export const queryOf = ({ phone, source, channelId, returned }: OptOutFilter) => ({
  phone: phone || undefined,
  source,
  channelId,
  active: !returned,
});

export const optOutsQuery = (filter: OptOutFilter) =>
  infiniteQueryOptions({
    queryKey: [...optOutKeys.lists, filter],
    queryFn: ({ pageParam }) =>
      ask(
        api.GET("/api/v1/opt-outs", {
          params: { query: { ...queryOf(filter), limit: 50, cursor: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

export const settingsQuery = () =>
  queryOptions({
    queryKey: optOutKeys.settings,
    queryFn: () => ask(api.GET("/api/v1/opt-outs/settings")),
  });

export const historyQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: optOutKeys.history(id),
    queryFn: ({ pageParam }) =>
      ask(
        api.GET("/api/v1/opt-outs/{opt_out_id}/history", {
          params: { path: { opt_out_id: id }, query: { limit: 50, cursor: pageParam } },
        }),
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });

/** Records the people of a file as opted out. */
export async function importFile(file: File, channelId: string | undefined): Promise<Imported> {
  const form = new FormData();
  form.append("file", file, file.name);
  const url = new URL("/api/v1/opt-outs/import", location.origin);
  if (channelId) url.searchParams.set("channelId", channelId);
  const response = await authorizedFetch(new Request(url, { method: "POST", body: form }));
  const body: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw problemOf(response, body);
  return body as Imported;
}
