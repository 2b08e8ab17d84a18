/** Whether a colleague types in the ticket that is open: sockets tell of that one only. */

import { useEffect, useState } from "react";
import { useLive } from "@/shared/realtime/sockets";

export function useTyping(ticketId: string | undefined, me: string): boolean {
  const [typing, setTyping] = useState(false);
  // Another ticket was opened: nothing is known of it yet.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ticket is what it depends on.
  useEffect(() => setTyping(false), [ticketId]);
  useLive("chat", "ticket.attended", (told) => {
    if (told.ticketId === ticketId) setTyping(told.typing.some((user) => user !== me));
  });
  return typing;
}
