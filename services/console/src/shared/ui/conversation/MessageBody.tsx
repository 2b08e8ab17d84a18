/** What a message says: a body for each kind. A kind that is not known here says so. */

import { Ban, PhoneMissed, Phone as PhoneSign } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import {
  ChoiceBody,
  ContactsBody,
  InteractiveBody,
  LocationBody,
  OrderBody,
  ReferralBody,
} from "./CardBodies";
import { FileBody } from "./FileBody";
import { FormattedText } from "./FormattedText";
import css from "./MessageBubble.module.css";
import type { Message } from "./message";
import { useNames } from "./people";
import { WholeText } from "./WholeText";

interface Props {
  message: Message;
  onView?: (mediaId: string) => void;
}

export function MessageBody({ message, onView }: Props) {
  const t = useTranslations("sharedUiConversation");
  const names = useNames();
  const text = message.text ? <FormattedText text={message.text} /> : null;
  if (message.revokedAt) return <Quiet sign={<Ban size={16} aria-hidden="true" />}>{t("revoked")}</Quiet>;
  switch (message.kind) {
    case "image":
    case "video":
    case "audio":
    case "document":
    case "sticker":
      return (
        <>
          {message.media ? (
            <FileBody
              kind={message.kind}
              file={message.media}
              alt={message.text ?? t(`kind.${message.kind}`)}
              onView={onView}
            />
          ) : (
            <Quiet>{t("missing.other")}</Quiet>
          )}
          {text}
          <WholeText message={message} />
        </>
      );
    case "location":
      return <LocationBody content={message.content} />;
    case "contacts":
      return <ContactsBody content={message.content} />;
    case "interactive":
      return (
        <>
          {message.media && (
            <FileBody kind={kindOf(message.media.mimeType)} file={message.media} alt="" onView={onView} />
          )}
          <InteractiveBody content={message.content} text={message.text} />
        </>
      );
    case "button":
      return <ChoiceBody title={message.text ?? ""} />;
    case "order":
      return <OrderBody content={message.content} />;
    case "template":
      return (
        <>
          {message.media && (
            <FileBody kind={kindOf(message.media.mimeType)} file={message.media} alt="" onView={onView} />
          )}
          {text ?? <Quiet>{t("templateNamed", { name: message.content.template?.name ?? "" })}</Quiet>}
        </>
      );
    case "call":
      return (
        <Quiet
          sign={
            message.content.call?.missed ? (
              <PhoneMissed size={16} className={css.missed} aria-hidden="true" />
            ) : (
              <PhoneSign size={16} aria-hidden="true" />
            )
          }
        >
          {t(message.content.call?.missed ? "kind.missedCall" : "kind.call")}
        </Quiet>
      );
    case "note": {
      if (message.content.note?.removedAt) return <Quiet>{t("noteRemoved")}</Quiet>;
      const mentions = (message.content.note?.mentions ?? [])
        .map((id) => names.user(id) ?? "")
        .filter(Boolean);
      return <FormattedText text={message.text ?? ""} mentions={mentions} />;
    }
    case "reaction":
      return <span className={css.emoji}>{message.content.reaction?.emoji}</span>;
    case "media_placeholder":
      return (
        <>
          <Quiet>{t("oldFile")}</Quiet>
          {text}
        </>
      );
    case "text":
    case "request_welcome":
      return (
        <>
          <ReferralBody content={message.content} />
          {text}
          <WholeText message={message} />
        </>
      );
    case "unsupported":
      return <Quiet>{notShown(message.content.unsupported?.type ?? "?", t)}</Quiet>;
    default:
      return <Quiet>{t("unsupported", { type: message.kind })}</Quiet>;
  }
}

function notShown(type: string, t: ReturnType<typeof useTranslations<"sharedUiConversation">>): string {
  if (type === "undecrypted") return t("undecrypted");
  if (type === "view_once") return t("viewOnce");
  return t("unsupported", { type });
}

function Quiet({ sign, children }: { sign?: ReactNode; children: ReactNode }) {
  return (
    <p className={css.quiet}>
      {sign} {children}
    </p>
  );
}

const kindOf = (mimeType: string | null) =>
  mimeType?.startsWith("image/")
    ? "image"
    : mimeType?.startsWith("video/")
      ? "video"
      : mimeType?.startsWith("audio/")
        ? "audio"
        : "document";
