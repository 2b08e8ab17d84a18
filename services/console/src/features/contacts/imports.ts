/** Imports as the server has them. */

import {
  type InfiniteData,
  type QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { type AnswerOf, api, ask, type RequestOf } from "@/shared/api/client";
import { LIVE } from "@/shared/api/queries";
import { follow } from "./jobs";

export type ImportSummary = AnswerOf<"contacts.listImports">["items"][number];
export type ImportDetails = AnswerOf<"contacts.getImport">;
export type ImportDraft = AnswerOf<"contacts.draftImport">;
export type ImportPreview = AnswerOf<"contacts.previewImport">;
export type ImportReading = RequestOf<"contacts.previewImport">;
export type ImportStart = RequestOf<"contacts.startImport">;
type ImportPage = AnswerOf<"contacts.listImports">;
type ImportPages = InfiniteData<ImportPage, string | undefined>;

export const importKeys = {
  list: ["imports", "list"] as const,
  one: (id: string) => ["imports", "one", id] as const,
  preview: (id: string, reading: ImportReading) => ["imports", "one", id, "preview", reading] as const,
};

const pathOf = (id: string) => ({ path: { import_id: id } });

export function useImports() {
  return useInfiniteQuery({
    queryKey: importKeys.list,
    queryFn: ({ pageParam: cursor }) =>
      ask(api.GET("/api/v1/contacts/imports", { params: { query: { cursor, limit: 20 } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    ...LIVE,
  });
}

export function useImport(id: string) {
  return useQuery({
    queryKey: importKeys.one(id),
    queryFn: () => ask(api.GET("/api/v1/contacts/imports/{import_id}", { params: pathOf(id) })),
    ...LIVE,
  });
}

/** How a file would be read; the server looks at it again with each change. */
export function usePreview(id: string, reading: ImportReading) {
  return useQuery({
    queryKey: importKeys.preview(id, reading),
    queryFn: () =>
      ask(api.POST("/api/v1/contacts/imports/{import_id}/preview", { params: pathOf(id), body: reading })),
    placeholderData: (before) => before,
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** Hands in a file, of which nothing is stored yet. */
export function useDraftImport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (file: File) => {
      const form = new FormData();
      form.append("file", file, file.name);
      return ask(
        api.POST("/api/v1/contacts/imports", {
          body: form as unknown as { file: string },
          bodySerializer: (body) => body as unknown as FormData,
        }),
      );
    },
    onSuccess: (draft) => {
      client.setQueryData(importKeys.preview(draft.id, {}), draft.preview);
      return client.invalidateQueries({ queryKey: importKeys.list });
    },
  });
}

export function useStartImport(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ImportStart) =>
      ask(api.POST("/api/v1/contacts/imports/{import_id}/start", { params: pathOf(id), body })),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: importKeys.one(id), exact: true }),
        client.invalidateQueries({ queryKey: importKeys.list }),
      ]),
  });
}

export function useCancelImport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      ask(api.POST("/api/v1/contacts/imports/{import_id}/cancel", { params: pathOf(id) })),
    onSuccess: (done) => {
      client.setQueryData(importKeys.one(done.id), done);
      keepImport(client, done);
    },
  });
}

/** The state of an import that came over the socket or with an answer. */
export type ImportState = Pick<
  ImportSummary,
  "id" | "status" | "rows" | "created" | "updated" | "duplicates" | "invalid"
>;

const ENDED: readonly ImportSummary["status"][] = ["finished", "failed", "cancelled"];
export const hasEnded = ({ status }: Pick<ImportSummary, "status">) => ENDED.includes(status);

/** Whether `next` is later than what is known: rows only grow, and what has ended stays so. */
export function isLater(known: ImportState, next: ImportState): boolean {
  if (hasEnded(known)) return hasEnded(next) && next.rows >= known.rows;
  return hasEnded(next) || next.rows >= known.rows;
}

/** Puts the newest state of an import into the cache; one that is not known has the list read again. */
export function keepImport(client: QueryClient, next: ImportState): void {
  client.setQueryData<ImportDetails>(importKeys.one(next.id), (known) =>
    known && isLater(known, next) ? { ...known, ...next } : known,
  );
  const pages = client.getQueryData<ImportPages>(importKeys.list);
  if (!pages) return;
  if (!pages.pages.some(({ items }) => items.some(({ id }) => id === next.id))) {
    void client.invalidateQueries({ queryKey: importKeys.list });
    return;
  }
  client.setQueryData<ImportPages>(importKeys.list, {
    ...pages,
    pages: pages.pages.map((page) => ({
      ...page,
      items: page.items.map((known) =>
        known.id === next.id && isLater(known, next) ? { ...known, ...next } : known,
      ),
    })),
  });
  // What is told along the way has no finishing time and no problems.
  if (hasEnded(next)) void client.invalidateQueries({ queryKey: importKeys.one(next.id), exact: true });
}

/** Downloads the rows that were refused, with the reasons. */
export async function downloadRejected(id: string): Promise<void> {
  const { url } = await ask(
    api.POST("/api/v1/contacts/imports/{import_id}/rejected", { params: pathOf(id) }),
  );
  follow(url);
}
