/** Service levels: the company's policies. Sockets do not tell of them, so that they are read when they are looked at. */

import { useQuery } from "@tanstack/react-query";
import { type AnswerOf, api, ask, type RequestOf } from "@/shared/api/client";
import { queryClient } from "@/shared/api/queries";
import { ifAt } from "@/shared/api/revision";

export type SlaPolicy = AnswerOf<"sla.listPolicies">["items"][number];
export type SlaCreate = RequestOf<"sla.createPolicy">;
export type SlaUpdate = RequestOf<"sla.updatePolicy">;

const KEY = ["settings", "sla"] as const;
const again = () => queryClient.invalidateQueries({ queryKey: KEY });

export const useSlaPolicies = () =>
  useQuery({ queryKey: KEY, queryFn: async () => (await ask(api.GET("/api/v1/sla/policies"))).items });

export async function createPolicy(body: SlaCreate): Promise<void> {
  await ask(api.POST("/api/v1/sla/policies", { body }));
  await again();
}

export async function updatePolicy(id: string, body: SlaUpdate, revision?: number): Promise<void> {
  await ask(
    api.PATCH("/api/v1/sla/policies/{sla_policy_id}", {
      params: { path: { sla_policy_id: id }, ...ifAt(revision) },
      body,
    }),
  );
  await again();
}

export async function deletePolicy(id: string): Promise<void> {
  await ask(api.DELETE("/api/v1/sla/policies/{sla_policy_id}", { params: { path: { sla_policy_id: id } } }));
  await again();
}
