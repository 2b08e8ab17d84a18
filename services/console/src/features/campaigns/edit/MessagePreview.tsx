/** A message as it looks on the customer's phone. */

import { CornerUpLeft, ExternalLink, FileText, Image, Phone, Play } from "lucide-react";
import { type ReactNode, useId } from "react";
import { useTranslations } from "use-intl";
import css from "./MessagePreview.module.css";
import type { ShownMessage } from "./template";

const FILES = { image: Image, video: Play, document: FileText } as const;

interface MessagePreviewProps {
  message: ShownMessage | undefined;
  /** In place of the message. */
  problem?: ReactNode;
  /** Of the file in the header. */
  picture?: string;
  children?: ReactNode;
}

export function MessagePreview({ message, problem, picture, children }: MessagePreviewProps) {
  const t = useTranslations("campaigns");
  const id = useId();
  return (
    <section aria-labelledby={id} className={css.phone}>
      <header className={css.bar}>
        <h2 id={id} className={css.title}>
          {t("preview.title")}
        </h2>
        {children}
      </header>
      <div className={css.chat}>
        {problem && <p className={css.problem}>{problem}</p>}
        {message && (
          <div className={css.bubble} dir="auto">
            {message.header?.kind === "text" && <p className={css.head}>{message.header.text}</p>}
            {message.header && message.header.kind !== "text" && (
              <FileHead kind={message.header.kind} name={message.header.name} picture={picture} />
            )}
            {message.text !== "" && <p className={css.text}>{marked(message.text)}</p>}
            {message.footer && <p className={css.foot}>{message.footer}</p>}
          </div>
        )}
        {message?.buttons.map((button) => (
          <span key={button.text} className={css.button}>
            <ButtonIcon type={button.type} />
            {button.text}
          </span>
        ))}
      </div>
    </section>
  );
}

interface FileHeadProps {
  kind: keyof typeof FILES;
  name: string | null;
  picture?: string;
}

function FileHead({ kind, name, picture }: FileHeadProps) {
  const t = useTranslations("campaigns");
  const Icon = FILES[kind];
  if (kind === "image" && picture)
    return <img src={picture} alt={t("preview.image")} className={css.image} />;
  return (
    <span className={css.file}>
      <Icon aria-hidden size={kind === "document" ? 18 : 28} strokeWidth={1.5} />
      <span>{name ?? t(`preview.${kind}`)}</span>
    </span>
  );
}

function ButtonIcon({ type }: { type: string }) {
  const Icon = type === "URL" ? ExternalLink : type === "PHONE_NUMBER" ? Phone : CornerUpLeft;
  return <Icon aria-hidden size={14} />;
}

const MARKS = { "*": "strong", _: "em", "~": "s" } as const;

/** WhatsApp's `*bold*`, `_italic_`, `~struck~`; and the placeholders that have no value yet. */
function marked(text: string): ReactNode[] {
  const parts = text.split(
    /(\{\{[^{}]{1,120}\}\}|(?<![\w*])\*[^\s*][^*\n]*\*|(?<!\w)_[^\s_][^_\n]*_|(?<!\w)~[^\s~][^~\n]*~)/,
  );
  return parts.map((part, place) => {
    const key = `${place}`;
    if (part.startsWith("{{")) {
      return (
        <span key={key} className={css.place}>
          {part}
        </span>
      );
    }
    const Mark = MARKS[part[0] as keyof typeof MARKS];
    return Mark && part.length > 2 && part.at(-1) === part[0] ? (
      <Mark key={key}>{part.slice(1, -1)}</Mark>
    ) : (
      part
    );
  });
}
