/** What was exchanged: pictures by themselves, files by name. Each leads to where it was said. */

import { Link } from "@tanstack/react-router";
import { File, FileAudio, Film, Paperclip } from "lucide-react";
import { useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import { Button } from "@/shared/ui/Button";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Skeleton } from "@/shared/ui/Skeleton";
import { Time } from "@/shared/ui/Time";
import css from "./contacts.module.css";
import { useFilesOf } from "./data";

const ICONS = { audio: FileAudio, video: Film } as const;

export function ContactFiles({ id }: { id: string }) {
  const t = useTranslations("contacts.files");
  const format = useFormat();
  const files = useFilesOf(id);
  if (files.isPending) return <Skeleton kind="rows" />;
  if (files.isError) return <ErrorBox compact error={files.error} onRetry={() => void files.refetch()} />;
  const messages = files.data.pages.flatMap(({ items }) => items);
  if (messages.length === 0) return <Empty compact icon={Paperclip} title={t("none")} text={t("noneText")} />;
  return (
    <>
      <ul className={css.cards}>
        {messages.map((message) => {
          const { media, kind } = message;
          const Icon = ICONS[kind as keyof typeof ICONS] ?? File;
          const name = media?.filename || t(`kind.${kindOf(kind)}`);
          return (
            <li key={message.id} className={css.file}>
              {media?.thumbnailUrl ? (
                <img src={media.thumbnailUrl} alt="" className={css.thumbnail} loading="lazy" />
              ) : (
                <span className={css.thumbnail} aria-hidden="true">
                  <Icon size={20} />
                </span>
              )}
              <span className={css.personName}>
                {media?.url ? (
                  <a href={media.url} target="_blank" rel="noreferrer" className={css.cardLink} dir="auto">
                    {name}
                  </a>
                ) : (
                  <span dir="auto">{name}</span>
                )}
                <span className={css.second}>
                  {message.direction === "in" ? t("received") : t("sent")}{" "}
                  <Time at={message.sentAt} kind="dateTime" />
                  {media?.size ? ` · ${format.bytes(media.size)}` : ""}
                </span>
              </span>
              {message.ticketId && (
                <Link
                  to="/inbox/{-$ticketId}"
                  params={{ ticketId: message.ticketId }}
                  search={{ at: message.id } as object}
                  className={css.over}
                >
                  {t("show")}
                </Link>
              )}
            </li>
          );
        })}
      </ul>
      {files.hasNextPage && (
        <Button block busy={files.isFetchingNextPage} onClick={() => void files.fetchNextPage()}>
          {t("more")}
        </Button>
      )}
    </>
  );
}

const KINDS = ["image", "audio", "video", "document", "sticker"] as const;
const kindOf = (kind: string) => KINDS.find((known) => known === kind) ?? "document";
