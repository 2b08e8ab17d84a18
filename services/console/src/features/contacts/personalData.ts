/** What the data protection law (LGPD) gives people a right to: their data in a file, and its deletion with a proof. */

import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { type AnswerOf, api, ask } from "@/shared/api/client";
import { saveFile } from "@/shared/api/download";
import { LIVE } from "@/shared/api/queries";

export type Erasure = AnswerOf<"contacts.listErasures">["items"][number];

const LOOK_MS = 1000;
const PATIENCE_MS = 120_000;

export class ExportTakesLong extends Error {}

const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Asks every service for what it knows of a person, and has the browser save it once all have answered. Raises
 * `ExportTakesLong` if one has not within two minutes.
 */
async function savePersonalData(contactId: string, patience: number): Promise<void> {
  const asked = await ask(
    api.POST("/api/v1/contacts/{contact_id}/exports", { params: { path: { contact_id: contactId } } }),
  );
  const params = { path: { person_export_id: asked.id } };
  const until = Date.now() + patience;
  let { status } = asked;
  while (status !== "ready") {
    if (Date.now() > until) throw new ExportTakesLong();
    await rest(LOOK_MS);
    ({ status } = await ask(api.GET("/api/v1/contacts/exports/{person_export_id}", { params })));
  }
  await saveFile(api.POST("/api/v1/contacts/exports/{person_export_id}/file", { params }));
}

export function useSavePersonalData() {
  return useMutation({ mutationFn: (contactId: string) => savePersonalData(contactId, PATIENCE_MS) });
}

/** The contacts that were deleted, newest first, and how far each deletion is. */
export function useErasures() {
  return useInfiniteQuery({
    queryKey: ["contacts", "erasures"],
    queryFn: ({ pageParam: cursor, signal }) =>
      ask(api.GET("/api/v1/contacts/erasures", { params: { query: { cursor, limit: 20 } }, signal })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    // Until every service has confirmed there is something to be seen.
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(({ status }) => status !== "confirmed"))
        ? 5000
        : false,
    ...LIVE,
  });
}
