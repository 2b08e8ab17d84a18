/** What is done with a WhatsApp Web session, and the code that links a phone: by sockets, and asked for where those fail. */

import { type QueryClient, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { api, ask, type RequestOf } from "@/shared/api/client";
import { type Channel, lookupKeys } from "@/shared/api/lookups";
import { useConnection, useLive } from "@/shared/realtime/sockets";
import { keys } from "../data";
import { type Pairing, withNews } from "./session";

const path = (channelId: string) => ({ path: { channel_id: channelId } });

/** While sockets tell, this only makes up for what got lost on the way. */
const SELDOM_MS = 15_000;
const OFTEN_MS = 2_500;

/** Returns how far linking is and the code in force, as long as it is looked at; nothing of it is kept. */
export function usePairing(channelId: string, isOn: boolean) {
  const client = useQueryClient();
  const isLive = useConnection() === "live";
  const key = keys.pairing(channelId);
  useLive("channels", "pairing", (news) => {
    if (news.channelId === channelId) client.setQueryData<Pairing>(key, (known) => withNews(known, news));
  });
  return useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const before = client.getQueryData<Pairing>(key);
      // As JSON: the route has pictures, too.
      const answer = (await ask(
        api.GET("/api/v1/channels/{channel_id}/pairing", { params: path(channelId), signal }),
      )) as Pairing;
      followState(client, channelId, answer);
      // A socket told of another code while this was on its way.
      const now = client.getQueryData<Pairing>(key);
      return now && now !== before ? { ...now, status: answer.status } : answer;
    },
    enabled: isOn,
    gcTime: 0,
    staleTime: 0,
    refetchOnWindowFocus: true,
    refetchInterval: ({ state: { data } }) => {
      const isGood = data?.expiresAt && Date.parse(data.expiresAt) > Date.now();
      return isLive && isGood ? SELDOM_MS : OFTEN_MS;
    },
  });
}

/** Without sockets this is how the channel's state becomes known. */
function followState(client: QueryClient, channelId: string, { status }: Pairing): void {
  const channels = client.getQueryData<Channel[]>(lookupKeys.channels);
  const known = channels?.find(({ id }) => id === channelId)?.session?.status;
  if (known !== status) void client.invalidateQueries({ queryKey: lookupKeys.channels });
}

/** Begins to link a phone, from the beginning. */
export async function startPairing(
  client: QueryClient,
  channelId: string,
  body: RequestOf<"channels.startPairing">,
): Promise<void> {
  const pairing = await ask(
    api.POST("/api/v1/channels/{channel_id}/pairing", { params: path(channelId), body }),
  );
  // What was asked for meanwhile may tell of the time before.
  await client.cancelQueries({ queryKey: keys.pairing(channelId) });
  client.setQueryData<Pairing>(keys.pairing(channelId), pairing);
  await client.invalidateQueries({ queryKey: lookupKeys.channels });
}

/** Connects with the keys that are there. */
export const useReconnect = (channelId: string) =>
  useSessionAction(() =>
    ask(api.POST("/api/v1/channels/{channel_id}/reconnect", { params: path(channelId) })),
  );

/** Removes the device from the phone; all keys are deleted. */
export const useLogOut = (channelId: string) =>
  useSessionAction(() => ask(api.POST("/api/v1/channels/{channel_id}/logout", { params: path(channelId) })));

function useSessionAction(act: () => Promise<unknown>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSettled: () => client.invalidateQueries({ queryKey: lookupKeys.channels }),
  });
}
