/** A small square of a picture or a video. */

import { Play } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMediaLink } from "@/shared/api/media-links";
import { useFormat } from "@/shared/format/useFormat";
import type { Message } from "@/shared/ui/conversation/message";
import css from "./AttachmentsSection.module.css";

export function Thumbnail({ message, onView }: { message: Message; onView: (mediaId: string) => void }) {
  const t = useTranslations("inboxDetails");
  const format = useFormat();
  const { link } = useMediaLink(message.media?.id);
  const address = link?.thumbnailUrl ?? (message.kind === "image" ? link?.url : undefined);
  const id = message.media?.id;
  return (
    <button
      type="button"
      className={css.thumbnail}
      aria-label={t(message.kind === "video" ? "watch" : "enlarge", {
        time: format.dateTime(message.sentAt),
      })}
      onClick={() => id && onView(id)}
    >
      {address && <img src={address} alt="" loading="lazy" />}
      {message.kind === "video" && (
        <span className={css.play}>
          <Play size={12} fill="currentColor" aria-hidden="true" />
        </span>
      )}
    </button>
  );
}
