/** What parts of a conversation ask of it: its ticket, and what can be done with a message. */

import { createContext, useContext } from "react";
import type { Message } from "@/shared/ui/conversation/message";
import type { Ticket } from "../ticket";

export interface ConversationContext {
  ticket: Ticket;
  /** Whether one may answer here at all: the role, the ticket, the group. */
  isAnswerable: boolean;
  quote: (message: Message) => void;
  forward: (message: Message) => void;
  editNote: (message: Message) => void;
}

const Context = createContext<ConversationContext | null>(null);

export const ConversationProvider = Context.Provider;

export function useConversation(): ConversationContext {
  const found = useContext(Context);
  if (!found) throw new Error("A part of a conversation stands outside of one");
  return found;
}
