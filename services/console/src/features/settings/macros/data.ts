/** Macros: several actions under one name, which an agent does to a ticket at once. */

import { useQuery } from "@tanstack/react-query";
import { type AnswerOf, api, ask, type RequestOf } from "@/shared/api/client";
import { everyPage } from "@/shared/api/lookups";
import { queryClient } from "@/shared/api/queries";
import { ifAt } from "@/shared/api/revision";

export type Macro = AnswerOf<"macros.list">["items"][number];
export type MacroBody = RequestOf<"macros.create">;

const KEY = ["settings", "macros"] as const;
const again = () => queryClient.invalidateQueries({ queryKey: KEY });

export const useMacros = () =>
  useQuery({ queryKey: KEY, queryFn: () => everyPage<Macro>(() => ask(api.GET("/api/v1/macros"))) });

export async function saveMacro(id: string | undefined, body: MacroBody, revision?: number): Promise<void> {
  await (id
    ? ask(
        api.PATCH("/api/v1/macros/{macro_id}", {
          params: { path: { macro_id: id }, ...ifAt(revision) },
          body,
        }),
      )
    : ask(api.POST("/api/v1/macros", { body })));
  await again();
}

export async function deleteMacro(id: string): Promise<void> {
  await ask(api.DELETE("/api/v1/macros/{macro_id}", { params: { path: { macro_id: id } } }));
  await again();
}
