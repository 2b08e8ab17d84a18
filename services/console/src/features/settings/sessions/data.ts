/** Where the person is signed in: reading, and ending sessions. */

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { type AnswerOf, api, ask } from "@/shared/api/client";

export type SessionRow = AnswerOf<"auth.listSessions">["items"][number];

const KEY = ["sessions"];

export function useSessions() {
  return useInfiniteQuery({
    queryKey: KEY,
    queryFn: ({ pageParam }) =>
      ask(api.GET("/api/v1/auth/sessions", { params: { query: { cursor: pageParam, limit: 50 } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

/** Ends one session, or all but this one. */
export function useEndSession() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (sessionId: string | "others") =>
      sessionId === "others"
        ? ask(api.DELETE("/api/v1/auth/sessions"))
        : ask(
            api.DELETE("/api/v1/auth/sessions/{session_id}", { params: { path: { session_id: sessionId } } }),
          ),
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}
