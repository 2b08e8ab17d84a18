/** Who else looks at the ticket and who types in it; and that we do. */

import { useCallback, useEffect, useRef, useState } from "react";
import { useMay, useSession } from "@/shared/api/session";
import { realtime, useConnection, useLive } from "@/shared/realtime/sockets";

export interface Attending {
  viewing: readonly string[];
  typing: readonly string[];
}

const NOBODY: Attending = { viewing: [], typing: [] };
/** It is forgotten after 8 seconds. */
const REPEAT_MS = 5000;

/** Returns the colleagues of the moment. What the connection does not carry is not shown, and harms nothing. */
export function useAttending(ticketId: string): Attending {
  const { user } = useSession();
  const connection = useConnection();
  const [attending, setAttending] = useState(NOBODY);
  useLive("chat", "ticket.attended", (update) => {
    if (update.ticketId !== ticketId) return;
    const others = (ids: readonly string[]) => ids.filter((id) => id !== user.id);
    setAttending({ viewing: others(update.viewing), typing: others(update.typing) });
  });
  useEffect(() => {
    setAttending(NOBODY);
    if (connection !== "live") return;
    realtime.request("chat", "view", { ticketId }).catch(() => undefined);
    return () => {
      realtime.request("chat", "view", { ticketId: null }).catch(() => undefined);
    };
  }, [ticketId, connection]);
  return attending;
}

/** Returns what to call at each key: colleagues see that somebody types. */
export function useTyping(ticketId: string): (isTyping: boolean) => void {
  const mayWrite = useMay("tickets:write");
  const told = useRef(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another ticket begins anew.
  useEffect(() => {
    told.current = 0;
  }, [ticketId]);
  return useCallback(
    (isTyping: boolean) => {
      const now = Date.now();
      if (!mayWrite || (isTyping ? now - told.current < REPEAT_MS : told.current === 0)) return;
      told.current = isTyping ? now : 0;
      realtime.request("chat", "typing", { ticketId, isTyping }).catch(() => undefined);
    },
    [ticketId, mayWrite],
  );
}
