/** Views that are saved, renamed and deleted. What is one's own is saved as such: `mine` is whoever opens the view. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { api, ask, type RequestOf } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import { inboxKeys } from "../data";
import type { Filter, ListQuery, View } from "../rules";

/** Returns a filter as a view keeps it. */
export function keptFilter(
  { status, assigneeId, ...filter }: Filter,
  me: string,
): RequestOf<"views.create">["filter"] {
  return {
    ...filter,
    ...(status && { status: [...status] }),
    ...(assigneeId === me ? { mine: true } : assigneeId !== undefined && { assigneeId }),
  };
}

export function useSavedViews() {
  const client = useQueryClient();
  const { user } = useSession();
  const put = (view: View) => {
    client.setQueryData<View[]>(inboxKeys.views, (views) => [
      ...(views ?? []).filter((one) => one.id !== view.id),
      view,
    ]);
    return view;
  };
  const save = useMutation({
    mutationFn: ({ query, name, shared }: { query: ListQuery; name: string; shared: boolean }) =>
      ask(
        api.POST("/api/v1/views", {
          body: { name, shared, sort: query.sort, filter: keptFilter(query.filter, user.id), position: 0 },
        }),
      ),
    onSuccess: put,
  });
  const rename = useMutation({
    mutationFn: ({ view, name }: { view: View; name: string }) =>
      ask(api.PATCH("/api/v1/views/{view_id}", { params: { path: { view_id: view.id } }, body: { name } })),
    onSuccess: put,
  });
  const remove = useMutation({
    mutationFn: (id: string) =>
      ask(api.DELETE("/api/v1/views/{view_id}", { params: { path: { view_id: id } } })),
    onSuccess: (_, id) =>
      client.setQueryData<View[]>(inboxKeys.views, (views) => views?.filter((one) => one.id !== id)),
  });
  return { save, rename, remove };
}
