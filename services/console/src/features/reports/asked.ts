/** What a report asks the API for: of an address, the filters that this report takes. */

import type { Period } from "./period";
import type { ReportsSearch } from "./search";
import type { Filter } from "./tabs";

/** The query of a report. */
export interface Asked {
  from: string;
  to: string;
  channelId?: string;
  queueId?: string;
  agentId?: string;
  tagId?: string;
  compare?: true;
}

/** Returns the query of a report that takes these filters. */
export function askedOf(filters: readonly Filter[], search: ReportsSearch, { from, to }: Period): Asked {
  const takes = (filter: Filter) => filters.includes(filter);
  return {
    from,
    to,
    ...(takes("channel") && search.channel && { channelId: search.channel }),
    ...(takes("queue") && search.queue && { queueId: search.queue }),
    ...(takes("agent") && search.agent && { agentId: search.agent }),
    ...(takes("tag") && search.tag && { tagId: search.tag }),
    ...(takes("compare") && search.compare !== false && { compare: true as const }),
  };
}

/** Returns the part that reports of messages alone understand: a message has a channel and no queue. */
export function ofMessages({ queueId: _q, agentId: _a, tagId: _t, ...rest }: Asked): Asked {
  return rest;
}

/** Whether only tickets are narrowed, and messages are not. */
export function narrowsTickets({ queueId, agentId, tagId }: Asked): boolean {
  return queueId !== undefined || agentId !== undefined || tagId !== undefined;
}
