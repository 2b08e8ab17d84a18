/** A ticket's last message in one line, and how far it has come. */

import { useTranslations } from "use-intl";
import type { LastMessage } from "../rules";

/** Kinds that have words of their own; the text of the others says what they are. */
const NAMED = new Set<LastMessage["kind"]>([
  "audio",
  "call",
  "contacts",
  "document",
  "image",
  "interactive",
  "location",
  "media_placeholder",
  "order",
  "sticker",
  "unsupported",
  "video",
]);

/** Without the marks that WhatsApp makes bold, italic and struck text of. */
export function unformatted(text: string): string {
  return text.replace(/(^|\s)([*_~])(?=\S)([^*_~\n]*\S)\2(?=\s|[.,!?]|$)/g, "$1$3").replace(/\s+/g, " ");
}

export function usePreview(): (message: LastMessage | null, isMine: boolean) => string {
  const t = useTranslations("inbox");
  return (message, isMine) => {
    if (!message) return t("row.noMessage");
    if (message.revokedAt) return t("row.revoked");
    const text = message.text ? unformatted(message.text) : "";
    const named = NAMED.has(message.kind) ? t(`kinds.${message.kind as "audio"}`) : "";
    const said = [named, text].filter(Boolean).join(": ") || t("kinds.unsupported");
    if (message.kind === "note") return t("row.note", { text: said });
    return message.direction === "out" && isMine ? t("row.mine", { text: said }) : said;
  };
}

export const TICKS = {
  queued: "◔",
  accepted: "✓",
  sent: "✓",
  delivered: "✓✓",
  read: "✓✓",
  played: "✓✓",
  failed: "!",
  returned: "!",
  suppressed: "!",
  unconfirmed: "?",
} as const;

export type Ticked = keyof typeof TICKS;

/** How far a message of ours has come; undefined for what has no way to go. */
export function ticksOf(message: LastMessage | null): Ticked | undefined {
  if (message?.direction !== "out" || message.revokedAt !== null) return undefined;
  return message.status in TICKS ? (message.status as Ticked) : undefined;
}
