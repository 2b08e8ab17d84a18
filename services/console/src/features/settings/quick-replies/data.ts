/** Quick replies: what is done with them. */

import { api, ask, type RequestOf } from "@/shared/api/client";
import { lookupKeys, type QuickReply } from "@/shared/api/lookups";
import { queryClient } from "@/shared/api/queries";
import { ifAt } from "@/shared/api/revision";

export type QuickReplyBody = RequestOf<"quickReplies.create">;
export type Media = NonNullable<QuickReply["media"]>;

const again = () => queryClient.invalidateQueries({ queryKey: lookupKeys.quickReplies });

export async function createReply(body: QuickReplyBody): Promise<void> {
  await ask(api.POST("/api/v1/quick-replies", { body }));
  await again();
}

export async function updateReply(
  id: string,
  body: RequestOf<"quickReplies.update">,
  revision?: number,
): Promise<void> {
  await ask(
    api.PATCH("/api/v1/quick-replies/{quick_reply_id}", {
      params: { path: { quick_reply_id: id }, ...ifAt(revision) },
      body,
    }),
  );
  await again();
}

export async function deleteReply(id: string): Promise<void> {
  await ask(
    api.DELETE("/api/v1/quick-replies/{quick_reply_id}", { params: { path: { quick_reply_id: id } } }),
  );
  await again();
}
