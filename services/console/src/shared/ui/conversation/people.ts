/** Who and what is named in a conversation. Screens provide it; parts ask for names by id. */

import { createContext, useContext } from "react";
import type { Message } from "./message";

export interface ConversationNames {
  /** The user who looks at it. */
  me: string;
  /** The customer, or the group. */
  contact: string;
  isGroup?: boolean;
  user(id: string): string | undefined;
  queue(id: string): string | undefined;
  tag(id: string): string | undefined;
  /** The message that a quote names, if it is loaded. */
  quoted(providerMessageId: string): Message | undefined;
}

const nobody: ConversationNames = {
  me: "",
  contact: "",
  user: () => undefined,
  queue: () => undefined,
  tag: () => undefined,
  quoted: () => undefined,
};

/** Returns who wrote what came in: the contact, or in a group one of its members. */
export const writerOf = (message: Message, names: ConversationNames): string =>
  (message.groupId === null ? null : message.senderName) ?? names.contact;

export const NamesContext = createContext(nobody);

export const useNames = (): ConversationNames => useContext(NamesContext);
