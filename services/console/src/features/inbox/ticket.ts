/** The ticket that is open: read once, and then as the sockets tell; of two states the higher revision counts. */

import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { type AnswerOf, api, ask } from "@/shared/api/client";
import { useChannels } from "@/shared/api/lookups";
import { LIVE } from "@/shared/api/queries";

export type Ticket = AnswerOf<"tickets.get">;

export const ticketKey = (ticketId: string) => ["tickets", "one", ticketId] as const;

export const ticketQuery = (ticketId: string) =>
  queryOptions({
    queryKey: ticketKey(ticketId),
    queryFn: async ({ client }) => {
      const read = await ask(
        api.GET("/api/v1/tickets/{ticket_id}", { params: { path: { ticket_id: ticketId } } }),
      );
      return later(client.getQueryData(ticketKey(ticketId)), read);
    },
    ...LIVE,
  });

const later = (known: Ticket | undefined, other: Ticket): Ticket =>
  known && known.revision >= other.revision ? known : other;

/** Takes a state of a ticket, from an answer or a socket, if the ticket is held. */
export function applyTicket(client: QueryClient, ticket: Ticket): void {
  client.setQueryData<Ticket>(ticketKey(ticket.id), (known) => (known ? later(known, ticket) : known));
}

/** Whether agents may write into groups over a channel: over those of WhatsApp Web where that is switched on. */
export function useAnswersGroups(channelId: string): boolean {
  return useChannels().byId.get(channelId)?.session?.groups ?? false;
}
