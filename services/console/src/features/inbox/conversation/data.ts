/** The messages of a ticket: the end of its conversation, or what stands around one message; further pages by need. */

import { type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState } from "react";
import { type AnswerOf, api, ask } from "@/shared/api/client";
import { LIVE } from "@/shared/api/queries";
import type { Message } from "@/shared/ui/conversation/message";
import { messagesKey, recent } from "../live-messages";
import type { Ticket } from "../ticket";
import { readAgain, type Stretch, stretchOf, withMessage, withNewer, withOlder } from "./held";

const PAGE = 50;

type Where = { cursor?: string; newer?: string; around?: string };
type Page = AnswerOf<"tickets.listMessages">;

function read(ticketId: string, where: Where): Promise<Page> {
  const params = { path: { ticket_id: ticketId }, query: { limit: PAGE, ...where } };
  return ask(api.GET("/api/v1/tickets/{ticket_id}/messages", { params }));
}

export interface Messages {
  stretch: Stretch | undefined;
  error: unknown;
  isReading: boolean;
  /** A page is on its way, at that end. */
  loading: "older" | "newer" | null;
  readAgain: () => void;
  loadOlder: () => Promise<void>;
  loadNewer: () => Promise<void>;
}

/** Returns the conversation of a ticket; with `at`, what stands around that message. */
export function useMessages(ticket: Ticket, at?: string): Messages {
  const client = useQueryClient();
  const key = messagesKey(ticket.id, at);
  const latest = useRef(ticket);
  latest.current = ticket;
  const query = useQuery({
    queryKey: key,
    queryFn: async () => {
      const page = await read(ticket.id, at ? { around: at } : {});
      const now = stretchOf(page, recent.of(latest.current));
      return at ? now : readAgain(client.getQueryData<Stretch>(key), now);
    },
    ...LIVE,
  });
  const [loading, setLoading] = useState<"older" | "newer" | null>(null);
  const busy = useRef(false);

  const load = useCallback(
    async (end: "older" | "newer") => {
      const cursor = client.getQueryData<Stretch>(messagesKey(ticket.id, at))?.[end];
      if (!cursor || busy.current) return;
      busy.current = true;
      setLoading(end);
      try {
        await addPage(client, latest.current, at, end, cursor);
      } finally {
        busy.current = false;
        setLoading(null);
      }
    },
    [client, ticket.id, at],
  );
  return {
    stretch: query.data,
    error: query.error,
    isReading: query.isFetching,
    loading,
    readAgain: () => void query.refetch(),
    loadOlder: useCallback(() => load("older"), [load]),
    loadNewer: useCallback(() => load("newer"), [load]),
  };
}

async function addPage(
  client: QueryClient,
  ticket: Ticket,
  at: string | undefined,
  end: "older" | "newer",
  cursor: string,
) {
  const page = await read(ticket.id, end === "older" ? { cursor } : { newer: cursor });
  client.setQueryData<Stretch>(messagesKey(ticket.id, at), (held) => {
    // It was read again meanwhile: the page does not join what is held now.
    if (held?.[end] !== cursor) return held;
    const longer = end === "older" ? withOlder(held, page) : withNewer(held, page);
    return recent.of(ticket).reduce(withMessage, longer);
  });
}

/** Changes a message that is shown, before the server has said so; answers how to take that back. */
export function changeMessage(
  client: QueryClient,
  id: string,
  change: (message: Message) => Message,
): () => void {
  const put = (make: (message: Message) => Message) => {
    for (const [key, stretch] of client.getQueriesData<Stretch>({ queryKey: ["messages"] })) {
      if (!stretch?.items.some((held) => held.id === id)) continue;
      const items = stretch.items.map((held) => (held.id === id ? make(held) : held));
      client.setQueryData<Stretch>(key, { ...stretch, items });
    }
  };
  let before: Message | undefined;
  put((message) => {
    before ??= message;
    return change(message);
  });
  return () => put((message) => before ?? message);
}
