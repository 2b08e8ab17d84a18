/**
 * The one cache of what the server said. Nothing is read again by time or focus: what changes comes over the sockets,
 * and after a gap in those all that is shown is read again (`readAgain`).
 */

import { QueryClient } from "@tanstack/react-query";
import { isTemporary } from "./problems";

/** For what the sockets tell of: it never grows old by itself. */
export const LIVE = { staleTime: Number.POSITIVE_INFINITY } as const;
/** For what they do not tell of, such as reports. */
export const FOR_A_MINUTE = { staleTime: 60_000 } as const;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      // A query waits for no `online` event: some networks never send one.
      networkMode: "always",
      retry: (failures, error) => failures < 2 && isTemporary(error),
      retryDelay: (attempt) => Math.min(1000 * 2 ** attempt, 8000),
    },
    mutations: { networkMode: "always", retry: false },
  },
});

/** Reads all that is shown again, and the rest when it is next looked at. */
export function readAgain(client: QueryClient = queryClient): Promise<void> {
  return client.invalidateQueries({ refetchType: "active" });
}
