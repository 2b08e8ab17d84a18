/** The company's settings and limits. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type AnswerOf, api, ask, type RequestOf } from "@/shared/api/client";
import { session } from "@/shared/api/session";

export type Limits = AnswerOf<"companies.getLimits">;
export type ChosenLimit = keyof Limits["maximum"];

const LIMITS = ["company", "limits"];

/** Changes settings of the company, and what this page shows of them. */
export async function changeCompany(body: RequestOf<"companies.update">): Promise<void> {
  session.change({ company: await ask(api.PATCH("/api/v1/companies/current", { body })) });
}

export function useLimits() {
  return useQuery({
    queryKey: LIMITS,
    queryFn: () => ask(api.GET("/api/v1/companies/current/limits")),
  });
}

export function useChooseLimits() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: RequestOf<"companies.setLimits">) =>
      ask(api.PUT("/api/v1/companies/current/limits", { body })),
    onSuccess: (limits) => client.setQueryData(LIMITS, limits),
  });
}
