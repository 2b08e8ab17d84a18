/** The files of the conversation: pictures in a grid, the rest by name. */

import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import { FileBody } from "@/shared/ui/conversation/FileBody";
import type { Message } from "@/shared/ui/conversation/message";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Skeleton } from "@/shared/ui/Skeleton";
import type { Ticket } from "../ticket";
import css from "./AttachmentsSection.module.css";
import details from "./Details.module.css";
import { useAttachments } from "./data";
import { Section } from "./Section";
import { Thumbnail } from "./Thumbnail";

const ImageView = lazy(() =>
  import("@/shared/ui/conversation/ImageView").then((module) => ({ default: module.ImageView })),
);

export function AttachmentsSection({ ticket }: { ticket: Ticket }) {
  const t = useTranslations("inboxDetails");
  return (
    <Section name="attachments" title={t("attachments")}>
      {(isOpen) => isOpen && <Attachments ticketId={ticket.id} />}
    </Section>
  );
}

function Attachments({ ticketId }: { ticketId: string }) {
  const t = useTranslations("inboxDetails");
  const { data, error, refetch } = useAttachments(ticketId, true);
  const [shown, setShown] = useState<string | null>(null);
  if (error) return <ErrorBox compact error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton kind="block" height={120} />;
  if (data.items.length === 0) return <p className={details.muted}>{t("noAttachments")}</p>;
  const seen = data.items.filter(isSeen);
  const others = data.items.filter((message) => !isSeen(message) && message.kind !== "sticker");
  return (
    <>
      {seen.length > 0 && (
        <ul className={css.grid}>
          {seen.map((message) => (
            <li key={message.id}>
              <Thumbnail message={message} onView={setShown} />
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && (
        <ul className={details.list}>
          {others.map(
            (message) =>
              message.media && (
                <li key={message.id}>
                  <FileBody
                    kind={message.kind === "audio" ? "audio" : "document"}
                    file={message.media}
                    alt=""
                  />
                </li>
              ),
          )}
        </ul>
      )}
      <Suspense>
        {shown && <ImageView items={seen.flatMap(viewableOf)} shown={shown} onShow={setShown} />}
      </Suspense>
    </>
  );
}

const isSeen = (message: Message) =>
  (message.kind === "image" || message.kind === "video") && message.media?.status === "stored";

function viewableOf(message: Message) {
  const { media, kind, text } = message;
  if (!media?.id) return [];
  return [
    {
      id: media.id,
      kind: kind === "video" ? ("video" as const) : ("image" as const),
      title: text ?? media.filename ?? "",
    },
  ];
}
