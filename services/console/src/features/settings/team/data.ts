/** The team: users (the lookup that all screens share), invitations, and what can be done with both. */

import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback } from "react";
import type { Role } from "@/shared/api/browserSession";
import { type AnswerOf, api, ask, type RequestOf } from "@/shared/api/client";
import { lookupKeys, type User } from "@/shared/api/lookups";

export type Invitation = AnswerOf<"users.listInvitations">["items"][number];
export type Leftovers = AnswerOf<"users.getLeftovers">;

const INVITATIONS = ["invitations"];

export function useInvitations(enabled: boolean) {
  return useInfiniteQuery({
    queryKey: INVITATIONS,
    queryFn: ({ pageParam }) =>
      ask(api.GET("/api/v1/users/invitations", { params: { query: { cursor: pageParam, limit: 100 } } })),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    enabled,
  });
}

/** What a user has under way, and how many tickets they hold. */
export function useLeftovers(userId: string) {
  return useQuery({
    queryKey: ["users", userId, "leftovers"],
    queryFn: () =>
      ask(api.GET("/api/v1/users/{user_id}/leftovers", { params: { path: { user_id: userId } } })),
    gcTime: 0,
  });
}

/** What managers of users do. Each throws what the API refuses. */
export function useTeamActions() {
  const client = useQueryClient();
  const show = useCallback(
    (user: User) =>
      client.setQueryData<User[]>(lookupKeys.users, (users) =>
        users?.map((one) => (one.id === user.id ? { ...one, ...user } : one)),
      ),
    [client],
  );
  const path = (userId: string) => ({ params: { path: { user_id: userId } } });
  return {
    invite: async (email: string, role: Role) => {
      try {
        await ask(api.POST("/api/v1/users/invitations", { body: { email, role } }));
      } finally {
        // Also when the e-mail could not be sent: the invitation is there all the same.
        void client.invalidateQueries({ queryKey: INVITATIONS });
      }
    },
    revokeInvitation: async (invitationId: string) => {
      const params = { path: { invitation_id: invitationId } };
      await ask(api.DELETE("/api/v1/users/invitations/{invitation_id}", { params }));
      await client.invalidateQueries({ queryKey: INVITATIONS });
    },
    change: async (userId: string, body: RequestOf<"users.update">) =>
      show(await ask(api.PATCH("/api/v1/users/{user_id}", { ...path(userId), body }))),
    leave: async (userId: string) => {
      const { user } = await ask(api.POST("/api/v1/users/{user_id}/leave", path(userId)));
      show(user);
    },
    resetTotp: (userId: string) => ask(api.DELETE("/api/v1/users/{user_id}/totp", path(userId))),
  };
}
