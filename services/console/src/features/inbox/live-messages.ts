/**
 * What the sockets tell of messages and of open tickets, into the cache. It listens for as long as the page lives, so
 * that a conversation that is opened again has missed nothing.
 */

import type { QueryClient } from "@tanstack/react-query";
import { outbox } from "@/shared/outbox/outbox";
import { realtime } from "@/shared/realtime/sockets";
import type { Message } from "@/shared/ui/conversation/message";
import { type Stretch, withMessage } from "./conversation/held";
import { applyTicket, type Ticket, ticketKey } from "./ticket";

export const messagesKey = (ticketId: string, at?: string) =>
  at ? (["messages", ticketId, at] as const) : (["messages", ticketId] as const);

/** Whether a message is shown in a ticket: its own, and what has no ticket but stands in the same conversation. */
export function standsIn(message: Message, ticket: Ticket): boolean {
  if (message.ticketId !== null) return message.ticketId === ticket.id;
  if (message.groupId !== ticket.groupId || message.channelId !== ticket.channelId) return false;
  if (message.groupId === null && message.contactId !== ticket.contact.id) return false;
  return ticket.closedAt === null || Date.parse(message.sentAt) <= Date.parse(ticket.closedAt);
}

const REMEMBERED = 500;

/** The last updates of messages, for pages that were asked for before they came. */
export class RecentMessages {
  private readonly told = new Map<string, Message>();

  take(message: Message): void {
    const known = this.told.get(message.id);
    if (known && known.revision >= message.revision) return;
    this.told.delete(message.id);
    this.told.set(message.id, message);
    if (this.told.size > REMEMBERED) this.told.delete(this.told.keys().next().value as string);
  }

  of(ticket: Ticket): Message[] {
    return [...this.told.values()].filter((message) => standsIn(message, ticket));
  }

  clear(): void {
    this.told.clear();
  }
}

export const recent = new RecentMessages();

/** Takes a message into every conversation that shows it and is held. */
export function applyMessage(client: QueryClient, message: Message): void {
  for (const [key, stretch] of client.getQueriesData<Stretch>({ queryKey: ["messages"] })) {
    const ticket = client.getQueryData<Ticket>(ticketKey(key[1] as string));
    if (!stretch || !ticket || !standsIn(message, ticket)) continue;
    const now = withMessage(stretch, message);
    if (now !== stretch) client.setQueryData<Stretch>(key, now);
  }
}

const listening = new WeakSet<QueryClient>();

/** Has a cache follow the sockets and the outbox. Calling it again changes nothing. */
export function followMessages(client: QueryClient): void {
  if (listening.has(client)) return;
  listening.add(client);
  const onMessage = ({ message }: { message: unknown }) => {
    recent.take(message as Message);
    applyMessage(client, message as Message);
  };
  realtime.on("chat", "message.created", onMessage);
  realtime.on("chat", "message.updated", onMessage);
  realtime.on("chat", "ticket.updated", ({ ticket }) => applyTicket(client, ticket as Ticket));
  realtime.on("chat", "ticket.removed", ({ ticketId }) => {
    void client.invalidateQueries({ queryKey: ticketKey(ticketId) });
  });
  realtime.on("chat", "contact.updated", ({ contact }) => {
    for (const [key, ticket] of client.getQueriesData<Ticket>({ queryKey: ["tickets", "one"] })) {
      if (ticket?.contact.id !== contact.id) continue;
      const { id, name, phone, blockedAt } = contact;
      client.setQueryData<Ticket>(key, { ...ticket, contact: { id, name, phone, blockedAt } });
    }
  });
  realtime.onResync(() => recent.clear());
  outbox.onSent((_entry, message) => applyMessage(client, message));
}
