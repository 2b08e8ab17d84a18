/** Keys of the inbox that are not of the list and not of an open conversation's parts. */

import { useCommand } from "@/shared/keyboard/commands";
import type { InboxAddress } from "./address";

export function TicketKeys({ address }: { address: InboxAddress }) {
  useCommand("ticketLeave", () => address.open(undefined), address.ticketId !== undefined);
  return null;
}
