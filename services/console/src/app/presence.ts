/** Whether I am online, busy or away: chosen in the user menu; a socket makes it hold. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type AnswerOf, api, ask } from "@/shared/api/client";
import { LIVE } from "@/shared/api/queries";
import { useMay, useSession } from "@/shared/api/session";
import { useLive } from "@/shared/realtime/sockets";

type Users = AnswerOf<"presence.list">["items"];
export type Presence = Users[number]["status"];
export const CHOICES = ["online", "busy", "away"] as const;

const KEY = ["presence"];

function withUsers(list: Users, changed: Users): Users {
  const ids = new Set(changed.map((user) => user.userId));
  return [...list.filter((user) => !ids.has(user.userId)), ...changed];
}

/** Returns what I am, and how to choose; null for those who take no tickets. */
export function useOwnPresence(): {
  status: Presence;
  choose: (status: (typeof CHOICES)[number]) => void;
} | null {
  const { user } = useSession();
  const mayAnswer = useMay("tickets:write");
  const client = useQueryClient();
  const take = (changed: Users) =>
    client.setQueryData<Users>(KEY, (list) => (list ? withUsers(list, changed) : list));
  const { data } = useQuery({
    queryKey: KEY,
    queryFn: async () => (await ask(api.GET("/api/v1/presence"))).items,
    enabled: mayAnswer,
    ...LIVE,
  });
  useLive("chat", "presence.updated", ({ users }) => take(users));
  const { mutate } = useMutation({
    mutationFn: (status: (typeof CHOICES)[number]) => ask(api.PUT("/api/v1/presence", { body: { status } })),
    onSuccess: (own) => take([own]),
  });
  if (!mayAnswer) return null;
  return { status: data?.find((one) => one.userId === user.id)?.status ?? "offline", choose: mutate };
}
