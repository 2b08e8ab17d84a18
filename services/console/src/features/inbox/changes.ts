/** Changes of tickets that are shown before the server has agreed, in every list and in the open ticket alike. */

import type { QueryClient } from "@tanstack/react-query";
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

const isTicket = (answer: unknown): answer is Ticket =>
  typeof answer === "object" && answer !== null && "revision" in answer && "participantIds" in answer;
