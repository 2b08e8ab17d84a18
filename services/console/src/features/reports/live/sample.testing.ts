/** Live figures for tests. */

import type { Live, LiveAgent, LiveQueue } from "./data";

export const QUEUE = "01a20000-0000-7000-8000-000000000001";
export const ANA = "01a20000-0000-7000-8000-000000000002";

export function live(changes: Partial<Live> = {}): Live {
  return {
    at: "2026-11-29T15:00:00Z",
    channelId: null,
    queueId: null,
    open: 7,
    pending: 3,
    snoozed: 1,
    waiting: 4,
    longestWaitSince: "2026-11-29T14:48:00Z",
    messagesPerMinute: 12,
    agentsOnline: 1,
    agents: [agent({ userId: ANA, open: 7, waiting: 2 })],
    queues: [queue({ queueId: QUEUE, waiting: 4, pending: 3 }), queue({ queueId: null })],
    today: { opened: 31, closed: 29, received: 240, sent: 251 },
    ...changes,
  };
}

export function agent(changes: Partial<LiveAgent> = {}): LiveAgent {
  return { userId: ANA, status: "online", open: 0, waiting: 0, ...changes };
}

export function queue(changes: Partial<LiveQueue> = {}): LiveQueue {
  return {
    queueId: QUEUE,
    open: 0,
    pending: 0,
    waiting: 0,
    longestWaitSince: null,
    agentsOnline: 0,
    ...changes,
  };
}
