/** What is not at the server yet: how far it is, or why it was not sent and what can be done about it. */

import { FileText, Mic } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { ProblemError } from "@/shared/api/problems";
import { useProblemWords } from "@/shared/api/words";
import { useFormat } from "@/shared/format/useFormat";
import type { Attachment, Entry, Failure } from "@/shared/outbox/entry";
import { outbox, useUploadProgress } from "@/shared/outbox/outbox";
import { Button } from "@/shared/ui/Button";
import { FormattedText } from "@/shared/ui/conversation/FormattedText";
import bubble from "@/shared/ui/conversation/MessageBubble.module.css";
import { Ticks } from "@/shared/ui/conversation/Ticks";
import { Progress } from "@/shared/ui/Progress";
import css from "./Outgoing.module.css";

interface Props {
  entry: Entry;
  follows: boolean;
  /** Takes it back into the composer. */
  onEdit: (entry: Entry) => void;
}

export function OutgoingBubble({ entry, follows, onEdit }: Props) {
  const t = useTranslations("inboxConversation");
  const format = useFormat();
  const progress = useUploadProgress(entry.clientMessageId);
  const isNote = entry.kind === "note";
  const status = entry.state === "failed" ? "refused" : entry.attempts > 1 ? "waiting" : "sending";
  const text =
    entry.text ??
    (entry.content?.kind === "template" ? t("outgoing.template", { name: entry.content.name }) : "");
  return (
    <article
      className={bubble.bubble}
      data-side={isNote ? "note" : "out"}
      data-follows={follows ? "" : undefined}
      aria-label={t(isNote ? "outgoing.note" : "outgoing.message")}
    >
      {entry.attachment && <Attached attachment={entry.attachment} />}
      {text && <FormattedText text={text} />}
      {entry.attachment && entry.state === "sending" && progress !== undefined && progress < 1 && (
        <Progress label={t("outgoing.uploading")} hideLabel value={progress} max={1} />
      )}
      <footer className={bubble.foot}>
        <time dateTime={new Date(entry.at).toISOString()}>{format.time(entry.at)}</time>
        <Ticks status={status} spelled={status !== "sending"} />
      </footer>
      {entry.failure && (
        <div className={bubble.failure}>
          <p role="alert">
            <Reason failure={entry.failure} />
          </p>
          <div className={css.remedies}>
            <Button size="small" onClick={() => void outbox.retry(entry.clientMessageId)}>
              {t("outgoing.again")}
            </Button>
            {!entry.content && (
              <Button size="small" variant="ghost" onClick={() => onEdit(entry)}>
                {t("outgoing.edit")}
              </Button>
            )}
            <Button size="small" variant="ghost" onClick={() => void outbox.discard(entry.clientMessageId)}>
              {t("outgoing.discard")}
            </Button>
          </div>
        </div>
      )}
      {entry.state === "waiting" && entry.attempts > 1 && (
        <div className={css.remedies}>
          <Button size="small" variant="ghost" onClick={() => void outbox.discard(entry.clientMessageId)}>
            {t("outgoing.discard")}
          </Button>
        </div>
      )}
    </article>
  );
}

function Reason({ failure }: { failure: Failure }) {
  const t = useTranslations("inboxConversation");
  const words = useProblemWords();
  if (failure.kind === "refused") return <>{words(new ProblemError(failure.problem))}</>;
  return <>{t(failure.kind === "old" ? "outgoing.old" : "outgoing.unreadable")}</>;
}

/** The file itself, which this browser has. */
export function Attached({ attachment }: { attachment: Attachment }) {
  const t = useTranslations("inboxConversation");
  const format = useFormat();
  const [address, setAddress] = useState<string>();
  const { blob, mediaType, name } = attachment;
  const isSeen = (mediaType === "image" || mediaType === "sticker") && blob.size > 0;
  useEffect(() => {
    if (!isSeen) return;
    const made = URL.createObjectURL(blob);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [blob, isSeen]);
  if (isSeen) {
    return <span className={css.picture}>{address && <img src={address} alt={name} />}</span>;
  }
  const Sign = attachment.voice ? Mic : FileText;
  return (
    <span className={css.file}>
      <Sign size={20} aria-hidden="true" />
      <span className={css.name}>{attachment.voice ? t("outgoing.voice") : name}</span>
      {blob.size > 0 && <span className={css.size}>{format.bytes(blob.size)}</span>}
    </span>
  );
}
