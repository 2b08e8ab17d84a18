/** Colleagues as tickets are given to them: who works here, who is there now. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { type AnswerOf, api, ask } from "@/shared/api/client";
import { useUsers } from "@/shared/api/lookups";
import { LIVE } from "@/shared/api/queries";
import { useMay } from "@/shared/api/session";
import { realtime } from "@/shared/realtime/sockets";

type Presence = AnswerOf<"presence.list">["items"][number];
export type PresenceStatus = Presence["status"];

const KEY = ["presence"] as const;

/** Returns who is there, by user; who is not in it is offline. */
export function usePresence(): ReadonlyMap<string, PresenceStatus> {
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: KEY,
    queryFn: async () => (await ask(api.GET("/api/v1/presence"))).items,
    enabled: useMay("tickets:read"),
    ...LIVE,
  });
  useEffect(
    () =>
      realtime.on("chat", "presence.updated", ({ users }) => {
        client.setQueryData<Presence[]>(KEY, (held = []) => {
          const told = new Set(users.map((user) => user.userId));
          return [...held.filter((user) => !told.has(user.userId)), ...(users as Presence[])];
        });
      }),
    [client],
  );
  return useMemo(() => new Map((data ?? []).map((user) => [user.userId, user.status])), [data]);
}

const ORDER: Record<PresenceStatus, number> = { online: 0, busy: 1, away: 2, offline: 3 };

export interface Agent {
  id: string;
  name: string;
  status: PresenceStatus;
}

/** Returns who can have tickets: those who are there first, then by name. */
export function useAgents(): readonly Agent[] {
  const users = useUsers();
  const presence = usePresence();
  return useMemo(
    () =>
      users.list
        .filter((user) => user.status === "active" && user.role !== "viewer")
        .map((user) => ({ id: user.id, name: user.name, status: presence.get(user.id) ?? "offline" }))
        .sort((a, b) => ORDER[a.status] - ORDER[b.status] || a.name.localeCompare(b.name)),
    [users.list, presence],
  );
}
