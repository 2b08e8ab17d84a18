/** A message in a line: in a quote, in what is read out, in a list. */

import { useTranslations } from "use-intl";
import { clock } from "./clock";
import { plainText } from "./formatted";
import type { Message } from "./message";

type Words = ReturnType<typeof useTranslations<"sharedUiConversation">>;

export function useSummary(): (message: Message) => string {
  const t = useTranslations("sharedUiConversation");
  return (message) => summaryOf(message, t);
}

function summaryOf(message: Message, t: Words): string {
  if (message.revokedAt) return t("revoked");
  const text = message.text ? plainText(message.text) : "";
  switch (message.kind) {
    case "image":
    case "video":
      return [t(`kind.${message.kind}`), text].filter(Boolean).join(": ");
    case "audio": {
      const length = message.media?.durationMs ? ` (${clock(message.media.durationMs / 1000)})` : "";
      return t(message.media?.voice ? "kind.voice" : "kind.audio") + length;
    }
    case "document":
      return [message.media?.filename ?? t("kind.document"), text].filter(Boolean).join(": ");
    case "sticker":
      return t("kind.sticker");
    case "location":
      return [t("kind.location"), message.content.location?.name].filter(Boolean).join(": ");
    case "contacts":
      return [t("kind.contacts"), message.content.contacts?.map((card) => card.name.formattedName).join(", ")]
        .filter(Boolean)
        .join(": ");
    case "interactive": {
      const asked = message.content.interactive;
      return plainText(
        asked?.buttonReply?.title ?? asked?.listReply?.title ?? asked?.body ?? (text || t("form")),
      );
    }
    case "order":
      return t("kind.order");
    case "call":
      return t(message.content.call?.missed ? "kind.missedCall" : "kind.call");
    case "unsupported":
      return t("kind.unsupported");
    case "media_placeholder":
      return t("oldFile");
    default:
      return text;
  }
}
