/** The rules of the inbox: the company's, and those of single channels. */

import { useQuery } from "@tanstack/react-query";
import { type AnswerOf, api, ask, type RequestOf } from "@/shared/api/client";
import { queryClient } from "@/shared/api/queries";
import { ifAt } from "@/shared/api/revision";

export type Policies = AnswerOf<"policies.get">;
export type PoliciesUpdate = RequestOf<"policies.update">;
export type ChannelPolicies = AnswerOf<"policies.listChannels">["items"][number];
export type ChannelUpdate = RequestOf<"policies.updateChannel">;
export type QueueMenu = NonNullable<ChannelPolicies["menu"]>;

const COMPANY = ["settings", "policies", "company"] as const;
const CHANNELS = ["settings", "policies", "channels"] as const;

export const usePolicies = () =>
  useQuery({ queryKey: COMPANY, queryFn: () => ask(api.GET("/api/v1/policies")) });

/** Those of channels for which something was decided. */
export const useChannelPolicies = () =>
  useQuery({
    queryKey: CHANNELS,
    queryFn: async () => (await ask(api.GET("/api/v1/policies/channels"))).items,
  });

export async function updatePolicies(body: PoliciesUpdate): Promise<Policies> {
  const stored = await ask(api.PATCH("/api/v1/policies", { body }));
  queryClient.setQueryData(COMPANY, stored);
  return stored;
}

export async function updateChannel(
  channelId: string,
  body: ChannelUpdate,
  revision?: number,
): Promise<void> {
  const path = { channel_id: channelId };
  await ask(
    api.PATCH("/api/v1/policies/channels/{channel_id}", { params: { path, ...ifAt(revision) }, body }),
  );
  await queryClient.invalidateQueries({ queryKey: CHANNELS });
}

/** Lets the company's rules hold on a channel again. */
export async function resetChannel(channelId: string): Promise<void> {
  const path = { channel_id: channelId };
  await ask(api.DELETE("/api/v1/policies/channels/{channel_id}", { params: { path } }));
  await queryClient.invalidateQueries({ queryKey: CHANNELS });
}
