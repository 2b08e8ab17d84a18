/** The message that another one answers, in a few words: above a bubble, and above the composer. */

import { X } from "lucide-react";
import { useTranslations } from "use-intl";
import type { Message } from "./message";
import { useNames, writerOf } from "./people";
import css from "./Quote.module.css";
import { useSummary } from "./summary";

interface Props {
  /** Undefined: it is not loaded, or from before this system. */
  message: Message | undefined;
  onOpen?: () => void;
  onRemove?: () => void;
}

export function Quote({ message, onOpen, onRemove }: Props) {
  const t = useTranslations("sharedUiConversation");
  const names = useNames();
  const summary = useSummary();
  const author = !message
    ? undefined
    : message.direction === "in"
      ? writerOf(message, names)
      : message.authorId === names.me
        ? t("you")
        : message.authorId
          ? names.user(message.authorId)
          : undefined;
  const content = (
    <>
      {author && (
        <span className={css.author} dir="auto">
          {author}
        </span>
      )}
      <span className={css.words} dir="auto">
        {message ? summary(message) : t("quoteElsewhere")}
      </span>
    </>
  );
  return (
    <div className={css.quote} data-side={message?.direction ?? "in"}>
      {onOpen ? (
        <button type="button" className={css.open} onClick={onOpen} title={t("goToQuoted")}>
          {content}
        </button>
      ) : (
        <div className={css.open}>{content}</div>
      )}
      {onRemove && (
        <button type="button" className={css.remove} onClick={onRemove} aria-label={t("removeQuote")}>
          <X size={16} aria-hidden="true" />
        </button>
      )}
    </div>
  );
}
