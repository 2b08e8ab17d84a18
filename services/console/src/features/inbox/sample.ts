/** Tickets for tests of this feature. */

import type { TicketRow } from "./rules";

let made = 0;

/** Returns a row; what is not given is as of a new ticket that nobody has taken. */
export function ticketRow(given: Partial<TicketRow> = {}): TicketRow {
  made += 1;
  const at = new Date(Date.UTC(2026, 10, 29, 11) + made * 1000).toISOString();
  return {
    id: `00000000-0000-7000-8000-${String(made).padStart(12, "0")}`,
    contact: { id: `c-${made}`, name: `Cliente ${made}`, phone: "+5511999990000", blockedAt: null },
    channelId: "channel",
    groupId: null,
    groupName: null,
    number: made,
    subject: null,
    status: "pending",
    priority: "normal",
    queueId: null,
    assigneeId: null,
    participantIds: [],
    openedAt: at,
    firstReplyAt: null,
    closedAt: null,
    closeReason: null,
    snoozedUntil: null,
    waitingSince: at,
    lastMessageAt: at,
    windowOpenUntil: null,
    unread: 0,
    inboundCount: 1,
    tagIds: [],
    heldBy: null,
    heldUntil: null,
    dueAt: null,
    revision: 1,
    myUnread: 0,
    lastMessage: null,
    ...given,
  };
}
