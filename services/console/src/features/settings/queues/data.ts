/** Queues with their members: what is done with them. */

import { type AnswerOf, api, ask, type RequestOf } from "@/shared/api/client";
import { lookupKeys, type Queue } from "@/shared/api/lookups";
import { queryClient } from "@/shared/api/queries";
import { ifAt } from "@/shared/api/revision";

export type QueueBody = RequestOf<"queues.create">;
export type Hours = NonNullable<AnswerOf<"queues.get">["openingHours"]>;
export type Interval = NonNullable<Hours["monday"]>[number];
export type Exception = NonNullable<Hours["exceptions"]>[number];

const again = () => queryClient.invalidateQueries({ queryKey: lookupKeys.queues });

/** Stores a queue, if it is at a revision, and who belongs to it. `onStored` learns of each step that was done. */
export async function saveQueue(
  queue: Queue | undefined,
  body: QueueBody,
  memberIds: readonly string[],
  revision: number | undefined,
  onStored: (queue: Queue) => void,
): Promise<void> {
  const params = queue && { path: { queue_id: queue.id }, ...ifAt(revision) };
  const stored = params
    ? await ask(api.PATCH("/api/v1/queues/{queue_id}", { params, body }))
    : await ask(api.POST("/api/v1/queues", { body }));
  onStored(stored);
  try {
    const before = new Set(stored.memberIds);
    const member = (id: string) => ({ params: { path: { queue_id: stored.id, member_id: id } } });
    for (const id of memberIds)
      if (!before.has(id))
        onStored(await ask(api.PUT("/api/v1/queues/{queue_id}/members/{member_id}", member(id))));
    const wanted = new Set(memberIds);
    for (const id of before)
      if (!wanted.has(id)) await ask(api.DELETE("/api/v1/queues/{queue_id}/members/{member_id}", member(id)));
  } finally {
    await again();
  }
}

export async function moveQueue(id: string, position: number): Promise<void> {
  await ask(
    api.PATCH("/api/v1/queues/{queue_id}", { params: { path: { queue_id: id } }, body: { position } }),
  );
  await again();
}

/** Archives a queue; its tickets go into another one, or into none. */
export async function archiveQueue(id: string, into: string | null): Promise<void> {
  await ask(
    api.DELETE("/api/v1/queues/{queue_id}", {
      params: { path: { queue_id: id }, query: into === null ? {} : { targetQueueId: into } },
    }),
  );
  await again();
}
