/** A message that is longer than messages are kept here: the file with all of it. */

import { useTranslations } from "use-intl";
import { useMediaLink } from "../../api/media-links";
import css from "./MessageBubble.module.css";
import type { Message } from "./message";

export function WholeText({ message }: { message: Message }) {
  const t = useTranslations("sharedUiConversation");
  const { current } = useMediaLink(message.whole?.id);
  if (!message.whole?.id) return null;
  return (
    <button
      type="button"
      className={css.more}
      onClick={async () => {
        const link = await current();
        if (link?.url) window.open(link.url, "_blank", "noopener");
      }}
    >
      {t("wholeText")}
    </button>
  );
}
