/** What reports, scheduled reports and exports can be narrowed to: nothing that reporting refuses to who is signed in. */

import { useChannels, useQueues, useTags, useUsers } from "@/shared/api/lookups";
import { useSession } from "@/shared/api/session";
import { agentsFor, queuesFor } from "./visibility";

export const CHOICES = ["channel", "queue", "agent", "tag"] as const;
export type Choice = (typeof CHOICES)[number];

export interface Choices {
  list: readonly { id: string; name: string }[];
  /** What it is called, also if it is none of the choices; undefined of what the company no longer has. */
  nameOf: (id: string) => string | undefined;
  /** Whether a filter is drawn: one channel is all channels. */
  isWorthAsking: boolean;
}

export function useFilterChoices(): Record<Choice, Choices> {
  const { user } = useSession();
  const channels = useChannels();
  const queues = useQueues();
  const users = useUsers();
  const tags = useTags();
  return {
    channel: choices(channels.list, channels.byId, 2),
    queue: choices(queuesFor(user, queues.list), queues.byId),
    agent: choices(agentsFor(user, users.list), users.byId),
    tag: choices(tags.list, tags.byId),
  };
}

function choices(list: Choices["list"], known: ReadonlyMap<string, { name: string }>, least = 1): Choices {
  return { list, nameOf: (id) => known.get(id)?.name, isWorthAsking: list.length >= least };
}
