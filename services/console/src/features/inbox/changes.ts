/** Changes of tickets that are shown before the server has agreed, in every list and in the open ticket alike. */

import type { QueryClient } from "@tanstack/react-query";
import { api, ask } from "@/shared/api/client";
import { followerOf } from "./live";
import { news, type Patch } from "./news";
import type { Ticket } from "./rules";

/** Shows a ticket as `patch` says while `call` runs; afterwards as the server answered, or as it was if it refused. */
export async function changeTicket<T>(
  client: QueryClient,
  ticket: Ticket,
  patch: Patch,
  call: () => Promise<T>,
): Promise<T> {
  const follower = followerOf(client);
  news.ticket(ticket);
  const takeBack = news.patch(ticket.id, patch);
  const show = () => {
    follower.touch(ticket.id);
    follower.flush();
  };
  show();
  try {
    const answer = await call();
    if (isTicket(answer)) news.ticket(answer);
    return answer;
  } finally {
    takeBack();
    show();
  }
}

/** Has a ticket count as read: by its customer, by the team, and by oneself. */
export async function readTicket(client: QueryClient, ticket: Ticket): Promise<void> {
  await changeTicket(client, ticket, { unread: 0, myUnread: 0 }, async () => {
    const params = { path: { ticket_id: ticket.id } };
    const answer = await ask(api.POST("/api/v1/tickets/{ticket_id}/read", { params }));
    news.read(answer);
    return answer;
  });
}

const isTicket = (answer: unknown): answer is Ticket =>
  typeof answer === "object" && answer !== null && "revision" in answer && "participantIds" in answer;
