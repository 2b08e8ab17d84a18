/** The company's API keys. */

import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import { type AnswerOf, api, ask, type RequestOf } from "@/shared/api/client";

export type ApiKey = AnswerOf<"apiKeys.list">["items"][number];
export type CreatedKey = AnswerOf<"apiKeys.create">;

const KEYS = ["api-keys"];

export function useApiKeys() {
  return useInfiniteQuery({
    queryKey: KEYS,
    queryFn: ({ pageParam }) =>
      ask(api.GET("/api/v1/api-keys", { params: { query: { cursor: pageParam, limit: 50 } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

/** Makes and revokes keys; the list is read again after each. */
export function useKeyActions() {
  const client = useQueryClient();
  const reread = useCallback(() => client.invalidateQueries({ queryKey: KEYS }), [client]);
  return {
    create: async (body: RequestOf<"apiKeys.create">, idempotencyKey: string): Promise<CreatedKey> => {
      const params = { header: { "idempotency-key": idempotencyKey } };
      try {
        return await ask(api.POST("/api/v1/api-keys", { params, body }));
      } finally {
        void reread();
      }
    },
    revoke: async (keyId: string) => {
      await ask(api.DELETE("/api/v1/api-keys/{key_id}", { params: { path: { key_id: keyId } } }));
      await reread();
    },
  };
}
