/** The company's own fields of contacts: what is done with them. */

import { api, ask, type RequestOf } from "@/shared/api/client";
import { lookupKeys } from "@/shared/api/lookups";
import { queryClient } from "@/shared/api/queries";
import { ifAt } from "@/shared/api/revision";

export type FieldCreate = RequestOf<"contacts.createField">;
export type FieldUpdate = RequestOf<"contacts.updateField">;

const again = () => queryClient.invalidateQueries({ queryKey: lookupKeys.contactFields });

export async function createField(body: FieldCreate): Promise<void> {
  await ask(api.POST("/api/v1/contact-fields", { body }));
  await again();
}

export async function updateField(id: string, body: FieldUpdate, revision?: number): Promise<void> {
  await ask(
    api.PATCH("/api/v1/contact-fields/{field_id}", {
      params: { path: { field_id: id }, ...ifAt(revision) },
      body,
    }),
  );
  await again();
}

export async function deleteField(id: string): Promise<void> {
  await ask(api.DELETE("/api/v1/contact-fields/{field_id}", { params: { path: { field_id: id } } }));
  await again();
}
