/** One message: whose it is, where it comes from, what it says, how far it has come. */

import { Ban, Bot, Forward, History, Megaphone, Smartphone, StickyNote } from "lucide-react";
import { memo, type ReactNode } from "react";
import { useLocale, useTranslations } from "use-intl";
import { useFormat } from "../../format/useFormat";
import { endsInWords } from "./formatted";
import { MessageBody } from "./MessageBody";
import css from "./MessageBubble.module.css";
import { type Message, type MessageOf, shapeOf } from "./message";
import { useNames, writerOf } from "./people";
import { Quote } from "./Quote";
import { Reactions } from "./Reactions";
import { Ticks } from "./Ticks";

export interface BubbleProps {
  message: Message;
  /** Goes on what the bubble before said: the author's name is not repeated. */
  follows?: boolean;
  /** What was looked for: it is marked until one goes on. */
  sought?: boolean;
  onQuoted?: (providerMessageId: string) => void;
  onView?: (mediaId: string) => void;
  /** The menu of what can be done with it. */
  actions?: ReactNode;
  /** Below a message that did not arrive: send again. */
  remedy?: ReactNode;
}

export const MessageBubble = memo(function MessageBubble(props: BubbleProps) {
  const { message, follows = false, sought = false, onQuoted, onView, actions, remedy } = props;
  const t = useTranslations("sharedUiConversation");
  const format = useFormat();
  const names = useNames();
  const isNote = shapeOf(message) === "note";
  const author = useAuthor(message);
  const noteTitle = message.authorId === names.me ? t("ownNote") : t("noteOf", { name: author ?? "" });
  const isShown = (isNote || message.direction === "out" || message.groupId !== null) && !follows && author;
  const replyTo = message.replyTo;
  const isBeside =
    (message.kind === "text" || isNote) &&
    !message.revokedAt &&
    !message.whole &&
    !isEdited(message) &&
    endsInWords(message.text ?? "");
  return (
    <article
      className={css.bubble}
      data-side={isNote ? "note" : message.direction}
      data-follows={follows ? "" : undefined}
      data-sought={sought ? "" : undefined}
      data-bare={message.kind === "sticker" && !message.revokedAt ? "" : undefined}
      aria-label={t("bubbleOf", {
        name: author ?? names.contact,
        time: format.time(message.sentAt),
      })}
    >
      {isShown && (
        <header className={css.author} dir="auto">
          {isNote && <StickyNote size={14} aria-hidden="true" />}
          {isNote ? noteTitle : author}
        </header>
      )}
      <Origin message={message} />
      {replyTo && !message.revokedAt && (
        <Quote message={names.quoted(replyTo)} onOpen={onQuoted && (() => onQuoted(replyTo))} />
      )}
      <div
        className={css.content}
        data-beside={isBeside ? (message.direction === "out" ? "ticks" : "time") : undefined}
      >
        <MessageBody message={message} onView={onView} />
        <footer className={css.foot}>
          {isEdited(message) && !message.revokedAt && <span>{t("edited")}</span>}
          <time dateTime={message.sentAt}>{format.time(message.sentAt)}</time>
          {message.direction === "out" && !isNote && <Ticks status={message.status} />}
        </footer>
      </div>
      <Failure message={message} remedy={remedy} />
      <Reactions reactions={message.reactions} />
      {actions && <div className={css.actions}>{actions}</div>}
    </article>
  );
});

/** Who wrote it, if it is known and not the contact of a private conversation. */
function useAuthor(message: Message): string | undefined {
  const t = useTranslations("sharedUiConversation");
  const names = useNames();
  if (message.direction === "in") return writerOf(message, names);
  if (message.authorId)
    return message.authorId === names.me ? t("you") : (names.user(message.authorId) ?? t("someone"));
  return undefined;
}

const isEdited = (message: Message): boolean =>
  message.editedAt !== null || (message.kind === "note" && Boolean(message.content.note?.editedAt));

function Origin({ message }: { message: Message }) {
  const t = useTranslations("sharedUiConversation");
  const signs = {
    campaign: Megaphone,
    test: Megaphone,
    automatic: Bot,
    phone_app: Smartphone,
    history: History,
    blocked: Ban,
  } as const;
  const context = contextOf(message);
  const from =
    message.origin !== null && message.origin in signs ? (message.origin as keyof typeof signs) : undefined;
  const Sign = from ? signs[from] : Forward;
  if (!from && !context?.forwarded && !context?.frequentlyForwarded) return null;
  const words = from ? t(`origin.${from}`) : t(context?.frequentlyForwarded ? "forwardedOften" : "forwarded");
  return (
    <p className={css.origin}>
      <Sign size={13} aria-hidden="true" /> {words}
    </p>
  );
}

type Context = NonNullable<MessageOf<"text">["content"]["context"]>;

const contextOf = ({ content }: Message): Context | null | undefined =>
  "context" in content ? (content.context as Context | null | undefined) : null;

function Failure({ message, remedy }: { message: Message; remedy: ReactNode }) {
  const t = useTranslations("sharedUiConversation");
  const locale = useLocale().startsWith("pt") ? "pt" : "en";
  if (message.direction !== "out" || (message.status !== "failed" && message.status !== "unconfirmed"))
    return null;
  const { error } = message;
  const words =
    message.status === "unconfirmed"
      ? t("unconfirmed")
      : (error?.words?.[locale] ?? error?.details ?? error?.title);
  return (
    <div className={css.failure}>
      <p>{words ?? t("status.failed")}</p>
      {message.resentAs ? <p>{t("resent")}</p> : remedy}
    </div>
  );
}
