/** Automations: when something happens to a ticket and conditions hold, actions are done to it. */

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type AnswerOf, api, ask, type RequestOf } from "@/shared/api/client";
import { queryClient } from "@/shared/api/queries";
import { ifAt } from "@/shared/api/revision";

export type Automation = AnswerOf<"automations.list">["items"][number];
export type AutomationBody = RequestOf<"automations.create">;
export type Run = AnswerOf<"automations.listRuns">["items"][number];
export type Tested = AnswerOf<"automations.test">;
export type TestBody = RequestOf<"automations.test">;

const KEY = ["settings", "automations"] as const;
const again = () => queryClient.invalidateQueries({ queryKey: KEY });
const one = (id: string) => ({ params: { path: { automation_id: id } } });

export const useAutomations = () =>
  useQuery({
    queryKey: [...KEY, "list"],
    queryFn: async () => (await ask(api.GET("/api/v1/automations"))).items,
  });

export const useRuns = (id: string) =>
  useInfiniteQuery({
    queryKey: [...KEY, "runs", id],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      ask(
        api.GET("/api/v1/automations/{automation_id}/runs", {
          params: { path: { automation_id: id }, query: { cursor: pageParam, limit: 50 } },
        }),
      ),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: 0,
  });

export async function saveAutomation(
  id: string | undefined,
  body: AutomationBody,
  revision?: number,
): Promise<void> {
  await (id
    ? ask(
        api.PATCH("/api/v1/automations/{automation_id}", {
          params: { path: { automation_id: id }, ...ifAt(revision) },
          body,
        }),
      )
    : ask(api.POST("/api/v1/automations", { body })));
  await again();
}

/** Shows it switched at once, and as it is when the server refuses. */
export async function switchAutomation(id: string, active: boolean): Promise<void> {
  queryClient.setQueryData<Automation[]>([...KEY, "list"], (all) =>
    all?.map((automation) => (automation.id === id ? { ...automation, active } : automation)),
  );
  try {
    await ask(api.PATCH("/api/v1/automations/{automation_id}", { ...one(id), body: { active } }));
  } finally {
    await again();
  }
}

export async function deleteAutomation(id: string): Promise<void> {
  await ask(api.DELETE("/api/v1/automations/{automation_id}", one(id)));
  await again();
}

/** Has automations act in an order. */
export async function orderAutomations(ids: string[]): Promise<void> {
  await ask(api.PUT("/api/v1/automations/order", { body: { ids } }));
  await again();
}

/** Returns what an automation would do to a ticket now. Nothing is done. */
export const testAutomation = (id: string, body: TestBody): Promise<Tested> =>
  ask(api.POST("/api/v1/automations/{automation_id}/test", { ...one(id), body }));

export interface FoundTicket {
  id: string;
  number: number;
  name: string;
}

/** Returns tickets that a search finds, or the last ones. */
export async function findTickets(typed: string, signal: AbortSignal): Promise<FoundTicket[]> {
  const query = { limit: 20, ...(typed && { q: typed }) };
  const page = await ask(api.GET("/api/v1/tickets", { params: { query }, signal }));
  return page.items.map(({ id, number, contact }) => ({
    id,
    number,
    name: contact.name ?? contact.phone ?? "",
  }));
}
