/** Merges of contacts: what one would come to, doing it, and undoing it. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type AnswerOf, api, ask } from "@/shared/api/client";
import { contactKeys, dropContact, pathOf } from "./data";
import type { MergeField } from "./rules";

export type Merge = AnswerOf<"contacts.listMerges">["items"][number];

export function useMerges(id: string) {
  return useQuery({
    queryKey: contactKeys.merges(id),
    queryFn: async () =>
      (await ask(api.GET("/api/v1/contacts/{contact_id}/merges", { params: pathOf(id) }))).items,
  });
}

export function useMergePreview(id: string, goesId: string | undefined, take: readonly MergeField[]) {
  return useQuery({
    // Not below the contact: it is not to be read again once the other has gone.
    queryKey: ["contacts", "merge-preview", id, goesId, take],
    queryFn: () =>
      ask(
        api.POST("/api/v1/contacts/{contact_id}/merges/preview", {
          params: pathOf(id),
          body: { contactId: goesId ?? "", take: [...take] },
        }),
      ),
    enabled: goesId !== undefined,
    placeholderData: (before) => before,
    gcTime: 0,
  });
}

export function useMergeContacts(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ goesId, take }: { goesId: string; take: readonly MergeField[] }) =>
      ask(
        api.POST("/api/v1/contacts/{contact_id}/merges", {
          params: pathOf(id),
          body: { contactId: goesId, take: [...take] },
        }),
      ),
    onSuccess: (merge) => {
      dropContact(client, merge.goneId);
      return client.invalidateQueries({ queryKey: contactKeys.one(id) });
    },
  });
}

export function useUndoMerge(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (mergeId: string) =>
      ask(
        api.POST("/api/v1/contacts/{contact_id}/merges/{merge_id}/undo", {
          params: { path: { contact_id: id, merge_id: mergeId } },
        }),
      ),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: contactKeys.one(id) }),
        client.invalidateQueries({ queryKey: contactKeys.lists }),
      ]),
  });
}
