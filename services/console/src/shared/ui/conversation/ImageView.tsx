/** A picture or a video of a conversation over the whole screen: the one before and after it, closer, saved. */

import { Dialog } from "@base-ui/react/dialog";
import { ChevronLeft, ChevronRight, Download, X, ZoomIn, ZoomOut } from "lucide-react";
import { useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { useMediaLink } from "../../api/media-links";
import css from "./ImageView.module.css";

export interface Viewable {
  id: string;
  kind: "image" | "video";
  /** What is said of it: its caption, or who sent it when. */
  title: string;
}

interface Props {
  items: readonly Viewable[];
  /** The id of what is shown; null: closed. */
  shown: string | null;
  onShow: (id: string | null) => void;
}

export function ImageView({ items, shown, onShow }: Props) {
  const t = useTranslations("sharedUiConversation");
  const [close, setClose] = useState(false);
  const index = items.findIndex((item) => item.id === shown);
  const item = items[index];
  const { link, renew } = useMediaLink(item?.id);
  const step = (by: number) => {
    const next = items[index + by];
    if (next) onShow(next.id);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: another picture is seen whole at first.
  useEffect(() => setClose(false), [shown]);
  const Zoom = close ? ZoomOut : ZoomIn;
  return (
    <Dialog.Root open={item !== undefined} onOpenChange={(open) => !open && onShow(null)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={css.backdrop} />
        <Dialog.Popup
          className={css.view}
          onKeyDown={(event) => {
            if (event.target instanceof HTMLVideoElement) return;
            if (event.key === "ArrowLeft") step(-1);
            if (event.key === "ArrowRight") step(1);
          }}
        >
          <header className={css.head}>
            <Dialog.Title className={css.title}>{item?.title}</Dialog.Title>
            <span className={css.count}>{t("ofMany", { index: index + 1, count: items.length })}</span>
            {item?.kind === "image" && (
              <button
                type="button"
                className={css.tool}
                aria-pressed={close}
                aria-label={t("zoom")}
                onClick={() => setClose(!close)}
              >
                <Zoom size={20} aria-hidden="true" />
              </button>
            )}
            {link?.url && (
              <a
                className={css.tool}
                href={link.url}
                download={link.filename ?? ""}
                aria-label={t("download")}
              >
                <Download size={20} aria-hidden="true" />
              </a>
            )}
            <Dialog.Close className={css.tool} aria-label={t("close")}>
              <X size={20} aria-hidden="true" />
            </Dialog.Close>
          </header>
          <div className={css.stage} data-close={close ? "" : undefined}>
            {link?.url && item?.kind === "image" && (
              <img className={css.picture} src={link.url} alt={item.title} onError={() => void renew()} />
            )}
            {link?.url && item?.kind === "video" && (
              // biome-ignore lint/a11y/useMediaCaption: videos of a chat have no captions.
              <video className={css.picture} src={link.url} controls autoPlay aria-label={item.title} />
            )}
          </div>
          <Step side="before" label={t("previous")} hidden={index <= 0} onClick={() => step(-1)} />
          <Step side="after" label={t("next")} hidden={index >= items.length - 1} onClick={() => step(1)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Step(props: { side: "before" | "after"; label: string; hidden: boolean; onClick: () => void }) {
  const Sign = props.side === "before" ? ChevronLeft : ChevronRight;
  return (
    <button
      type="button"
      className={css.step}
      data-side={props.side}
      aria-label={props.label}
      hidden={props.hidden}
      onClick={props.onClick}
    >
      <Sign size={28} aria-hidden="true" />
    </button>
  );
}
