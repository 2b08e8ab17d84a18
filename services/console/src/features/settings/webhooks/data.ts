/** Webhooks: addresses of other systems that are told what happens, with what was delivered to each. */

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { type AnswerOf, api, ask, type RequestOf } from "@/shared/api/client";
import { queryClient } from "@/shared/api/queries";
import { ifAt } from "@/shared/api/revision";

export type Webhook = AnswerOf<"webhooks.get">;
export type WebhookBody = RequestOf<"webhooks.create">;
export type EventType = NonNullable<WebhookBody["eventTypes"]>[number];
export type Delivery = AnswerOf<"webhooks.listDeliveries">["items"][number];
export type DeliveryStatus = Delivery["status"];

const KEY = ["settings", "webhooks"] as const;
const again = () => queryClient.invalidateQueries({ queryKey: KEY });
const one = (id: string) => ({ params: { path: { webhook_id: id } } });

export const useWebhooks = () =>
  useQuery({
    queryKey: [...KEY, "list"],
    queryFn: async () => (await ask(api.GET("/api/v1/webhooks"))).items,
  });

export const useDeliveries = (id: string, status: DeliveryStatus | undefined) =>
  useInfiniteQuery({
    queryKey: [...KEY, "deliveries", id, status],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam }) =>
      ask(
        api.GET("/api/v1/webhooks/{webhook_id}/deliveries", {
          params: { path: { webhook_id: id }, query: { status, cursor: pageParam, limit: 50 } },
        }),
      ),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    staleTime: 0,
  });

/** Returns the secret, which is shown this once. */
export async function createWebhook(body: WebhookBody): Promise<string> {
  const { secret } = await ask(api.POST("/api/v1/webhooks", { body }));
  await again();
  return secret;
}

export async function updateWebhook(
  id: string,
  body: RequestOf<"webhooks.update">,
  revision?: number,
): Promise<void> {
  await ask(
    api.PATCH("/api/v1/webhooks/{webhook_id}", {
      params: { path: { webhook_id: id }, ...ifAt(revision) },
      body,
    }),
  );
  await again();
}

export async function deleteWebhook(id: string): Promise<void> {
  await ask(api.DELETE("/api/v1/webhooks/{webhook_id}", one(id)));
  await again();
}

/** Returns the new secret; the old one goes on for some hours, so that the receiver can be changed meanwhile. */
export async function rotateSecret(id: string, overlapHours: number): Promise<string> {
  const { secret } = await ask(
    api.POST("/api/v1/webhooks/{webhook_id}/rotate-secret", { ...one(id), body: { overlapHours } }),
  );
  await again();
  return secret;
}

/** Sends a test at once and returns what came of it. */
export async function testWebhook(id: string): Promise<Delivery> {
  const delivery = await ask(api.POST("/api/v1/webhooks/{webhook_id}/test", one(id)));
  await again();
  return delivery;
}

export async function redeliver(id: string, deliveryId: string): Promise<void> {
  await ask(
    api.POST("/api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver", {
      params: { path: { webhook_id: id, delivery_id: deliveryId } },
    }),
  );
  await again();
}
