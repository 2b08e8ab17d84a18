/** Tags of tickets and of contacts: what is done with them. */

import { api, ask } from "@/shared/api/client";
import { lookupKeys } from "@/shared/api/lookups";
import { queryClient } from "@/shared/api/queries";
import { ifAt } from "@/shared/api/revision";

export type TagKind = "tickets" | "contacts";

export interface TagWords {
  name: string;
  color: string;
}

const again = (kind: TagKind) =>
  queryClient.invalidateQueries({
    queryKey: kind === "tickets" ? lookupKeys.tags : lookupKeys.contactTags,
  });

export async function createTag(kind: TagKind, body: TagWords): Promise<void> {
  await (kind === "tickets"
    ? ask(api.POST("/api/v1/tags", { body }))
    : ask(api.POST("/api/v1/contacts/tags", { body })));
  await again(kind);
}

/** Changes a tag, if it is at a revision. */
export async function updateTag(kind: TagKind, id: string, body: TagWords, revision?: number): Promise<void> {
  await (kind === "tickets"
    ? ask(api.PATCH("/api/v1/tags/{tag_id}", { params: { path: { tag_id: id }, ...ifAt(revision) }, body }))
    : ask(
        api.PATCH("/api/v1/contacts/tags/{contact_tag_id}", {
          params: { path: { contact_tag_id: id }, ...ifAt(revision) },
          body,
        }),
      ));
  await again(kind);
}

/** Tickets keep an archived tag; from contacts a deleted one is taken. */
export async function removeTag(kind: TagKind, id: string): Promise<void> {
  await (kind === "tickets"
    ? ask(api.DELETE("/api/v1/tags/{tag_id}", { params: { path: { tag_id: id } } }))
    : ask(
        api.DELETE("/api/v1/contacts/tags/{contact_tag_id}", {
          params: { path: { contact_tag_id: id } },
        }),
      ));
  await again(kind);
}

/** Gives contacts with a tag another one for it. */
export async function mergeTag(id: string, into: string): Promise<void> {
  await ask(
    api.POST("/api/v1/contacts/tags/{contact_tag_id}/merge", {
      params: { path: { contact_tag_id: id } },
      body: { into },
    }),
  );
  await again("contacts");
}
