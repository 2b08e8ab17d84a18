/** How customers are asked for their satisfaction: the company's policies. */

import { useQuery } from "@tanstack/react-query";
import { type AnswerOf, api, ask, type RequestOf } from "@/shared/api/client";
import { queryClient } from "@/shared/api/queries";
import { ifAt } from "@/shared/api/revision";

export type SatisfactionPolicy = AnswerOf<"satisfaction.listPolicies">["items"][number];
export type SatisfactionCreate = RequestOf<"satisfaction.createPolicy">;
export type SatisfactionUpdate = RequestOf<"satisfaction.updatePolicy">;

const KEY = ["settings", "satisfaction"] as const;
const again = () => queryClient.invalidateQueries({ queryKey: KEY });

export const useSatisfactionPolicies = () =>
  useQuery({
    queryKey: KEY,
    queryFn: async () => (await ask(api.GET("/api/v1/satisfaction/policies"))).items,
  });

export async function createPolicy(body: SatisfactionCreate): Promise<void> {
  await ask(api.POST("/api/v1/satisfaction/policies", { body }));
  await again();
}

export async function updatePolicy(id: string, body: SatisfactionUpdate, revision?: number): Promise<void> {
  await ask(
    api.PATCH("/api/v1/satisfaction/policies/{satisfaction_policy_id}", {
      params: { path: { satisfaction_policy_id: id }, ...ifAt(revision) },
      body,
    }),
  );
  await again();
}

export async function deletePolicy(id: string): Promise<void> {
  await ask(
    api.DELETE("/api/v1/satisfaction/policies/{satisfaction_policy_id}", {
      params: { path: { satisfaction_policy_id: id } },
    }),
  );
  await again();
}
