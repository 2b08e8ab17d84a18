/** Why nothing can be written to the customer of a ticket right now, if so. Pure. */

import type { Ticket } from "../ticket";

export type Gate =
  /** One may only read. */
  | "viewer"
  | "group"
  | "blocked"
  | "closed"
  /** A program has the ticket. */
  | "held"
  /** A colleague has it. */
  | "others";

interface Given {
  ticket: Pick<Ticket, "groupId" | "status" | "heldBy" | "assigneeId"> & {
    contact: { blockedAt: string | null };
  };
  me: string;
  mayWrite: boolean;
  /** On the ticket's channel agents may write into groups. */
  answersGroups: boolean;
}

/** Returns the first reason, by how final it is; null: one may write. */
export function gateOf({ ticket, me, mayWrite, answersGroups }: Given): Gate | null {
  if (!mayWrite) return "viewer";
  if (ticket.groupId !== null && !answersGroups) return "group";
  if (ticket.groupId === null && ticket.contact.blockedAt !== null) return "blocked";
  if (ticket.status === "closed") return "closed";
  if (ticket.heldBy !== null) return "held";
  if (ticket.assigneeId !== null && ticket.assigneeId !== me) return "others";
  return null;
}
