/** Marks a ticket as read once its end is seen: by somebody who looks at this page. */

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { useMay, useSession } from "@/shared/api/session";
import type { Message } from "@/shared/ui/conversation/message";
import { readTicket } from "../changes";
import { useMentionCount, useReadMentions } from "../data";
import type { Ticket } from "../ticket";

const SEEN_MS = 600;

/** `isAtEnd`: the newest message is on the screen. Returns how to have it stay unread until something new comes. */
export function useReading(ticket: Ticket, isAtEnd: boolean): { keepUnread: () => void } {
  const client = useQueryClient();
  const mayWrite = useMay("tickets:write");
  const [isLooked, setLooked] = useState(() => document.visibilityState === "visible" && document.hasFocus());
  const read = useRef(-1);

  useEffect(() => {
    const look = () => setLooked(document.visibilityState === "visible" && document.hasFocus());
    for (const event of ["focus", "blur"]) window.addEventListener(event, look);
    document.addEventListener("visibilitychange", look);
    return () => {
      for (const event of ["focus", "blur"]) window.removeEventListener(event, look);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);

  const { inboundCount } = ticket;
  const latest = useRef(ticket);
  latest.current = ticket;
  useEffect(() => {
    if (!isAtEnd || !isLooked || !mayWrite || inboundCount <= read.current) return;
    const timer = setTimeout(() => {
      const before = read.current;
      read.current = inboundCount;
      readTicket(client, latest.current).catch(() => {
        read.current = before; // The next look tries again.
      });
    }, SEEN_MS);
    return () => clearTimeout(timer);
  }, [client, inboundCount, isAtEnd, isLooked, mayWrite]);

  return {
    keepUnread: useCallback(() => {
      read.current = inboundCount;
    }, [inboundCount]),
  };
}

/** Has the notes that name one count as read once they are seen. */
export function useReadingMentions(
  ticketId: string,
  items: readonly Message[] | undefined,
  isAtEnd: boolean,
): void {
  const { user } = useSession();
  const unread = useMentionCount();
  const { mutate } = useReadMentions();
  const read = useRef<string>(undefined);
  const last = items?.findLast(
    (message) => message.kind === "note" && message.content.note?.mentions?.includes(user.id),
  )?.id;
  useEffect(() => {
    if (!last || !isAtEnd || unread === 0 || read.current === last) return;
    read.current = last;
    mutate(ticketId);
  }, [last, isAtEnd, unread, ticketId, mutate]);
}
