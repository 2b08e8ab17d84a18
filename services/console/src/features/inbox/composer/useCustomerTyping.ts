/** Shows the customer that an answer is being written. WhatsApp forgets it after 25 seconds. */

import { useCallback, useRef } from "react";
import { api } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import type { Ticket } from "../ticket";

const REPEAT_MS = 22_000;

export function useCustomerTyping(ticket: Ticket, isReply: boolean): () => void {
  const { user } = useSession();
  const last = useRef(0);
  const isOurs = ticket.assigneeId === user.id && ticket.status === "open";
  return useCallback(() => {
    const now = Date.now();
    if (!isReply || !isOurs || now - last.current < REPEAT_MS) return;
    last.current = now;
    // A courtesy: that it could not be shown is no matter.
    api
      .POST("/api/v1/tickets/{ticket_id}/typing", { params: { path: { ticket_id: ticket.id } } })
      .catch(() => undefined);
  }, [ticket.id, isReply, isOurs]);
}
