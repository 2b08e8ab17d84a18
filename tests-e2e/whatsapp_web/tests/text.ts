// Reading plain texts of messages.

import type { proto } from "@whiskeysockets/baileys";

export function textOf(message: proto.IMessage | null | undefined): string | null | undefined {
  return message?.conversation || message?.extendedTextMessage?.text;
}
