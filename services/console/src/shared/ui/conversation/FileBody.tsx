/** The file of a message: a picture, a video, a sound, a document, a sticker; or why there is none (yet). */

import { Download, FileText, ImageOff, LoaderCircle, Play } from "lucide-react";
import { useRef } from "react";
import { useLocale, useTranslations } from "use-intl";
import { useMediaLink } from "../../api/media-links";
import { AudioPlayer } from "./AudioPlayer";
import { clock } from "./clock";
import css from "./FileBody.module.css";
import type { FileOfMessage } from "./message";

export type FileKind = "image" | "video" | "audio" | "document" | "sticker";

interface Props {
  kind: FileKind;
  file: FileOfMessage;
  /** What the picture shows, for those who do not see it. */
  alt: string;
  onView?: (mediaId: string) => void;
}

/** The largest a picture is in a bubble, in pixels. */
const BOX = { width: 280, height: 320 };
const STICKER = { width: 136, height: 136 };

export function FileBody({ kind, file, alt, onView }: Props) {
  const t = useTranslations("sharedUiConversation");
  if (file.status === "failed") return <Missing error={file.error} />;
  if (!file.id || file.status === "pending") {
    return (
      <p className={css.pending} role="status">
        <LoaderCircle size={16} className={css.turning} aria-hidden="true" />
        {file.filename ?? t(`kind.${kind}`)} · {t("fetching")}
      </p>
    );
  }
  if (kind === "audio") return <Sound id={file.id} file={file} />;
  if (kind === "document") return <Document id={file.id} file={file} />;
  return <Picture {...{ kind, id: file.id, file, alt }} onView={kind === "sticker" ? undefined : onView} />;
}

function Missing({ error }: { error: string | null }) {
  const t = useTranslations("sharedUiConversation");
  const known = ["gone", "refused", "too_large", "damaged", "storage_full"] as const;
  const reason = known.find((each) => each === error) ?? "other";
  return (
    <p className={css.pending}>
      <ImageOff size={16} aria-hidden="true" />
      {t(`missing.${reason}`)}
    </p>
  );
}

function Sound({ id, file }: { id: string; file: FileOfMessage }) {
  const { current } = useMediaLink(id);
  return (
    <AudioPlayer
      source={async () => (await current())?.url ?? null}
      durationMs={file.durationMs}
      voice={file.voice}
    />
  );
}

function Document({ id, file }: { id: string; file: FileOfMessage }) {
  const t = useTranslations("sharedUiConversation");
  const locale = useLocale();
  const { current } = useMediaLink(id);
  const name = file.filename ?? t("kind.document");
  async function download() {
    const link = await current();
    if (!link?.url) return;
    const anchor = document.createElement("a");
    anchor.href = link.url;
    anchor.download = file.filename ?? "";
    anchor.click();
  }
  return (
    <button
      type="button"
      className={css.document}
      onClick={download}
      aria-label={t("downloadFile", { name })}
    >
      <FileText size={28} className={css.sheet} aria-hidden="true" />
      <span className={css.what}>
        <span className={css.name}>{name}</span>
        <span className={css.size}>
          {[extension(file), file.size === null ? null : bytes(file.size, locale)]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </span>
      <Download size={18} aria-hidden="true" />
    </button>
  );
}

function Picture({ kind, id, file, alt, onView }: Props & { id: string }) {
  const t = useTranslations("sharedUiConversation");
  const { link, renew } = useMediaLink(id);
  const renewed = useRef<string>(undefined);
  const size = fitted(file, kind === "sticker" ? STICKER : BOX);
  const address =
    kind === "sticker" ? link?.url : (link?.thumbnailUrl ?? (kind === "image" ? link?.url : undefined));
  const picture = address ? (
    <img
      className={css.picture}
      src={address}
      alt={alt}
      width={size.width}
      height={size.height}
      onError={() => {
        if (renewed.current === address) return;
        renewed.current = address;
        void renew();
      }}
    />
  ) : (
    <span className={css.empty} aria-hidden="true" />
  );
  const frame = { inlineSize: size.width, aspectRatio: `${size.width} / ${size.height}` };
  if (!onView) {
    return (
      <span className={css.frame} data-kind={kind} style={frame}>
        {picture}
      </span>
    );
  }
  return (
    <button
      type="button"
      className={css.frame}
      data-kind={kind}
      style={frame}
      aria-label={t(kind === "video" ? "playVideo" : "viewImage", { what: alt })}
      onClick={() => onView(id)}
    >
      {picture}
      {kind === "video" && (
        <>
          <span className={css.sign}>
            <Play size={22} fill="currentColor" aria-hidden="true" />
          </span>
          {file.durationMs !== null && <span className={css.length}>{clock(file.durationMs / 1000)}</span>}
        </>
      )}
    </button>
  );
}

/** The space of a picture is known before it is there, so that nothing moves when it comes. */
function fitted(file: FileOfMessage, box: { width: number; height: number }) {
  const width = file.width ?? box.width;
  const height = file.height ?? Math.round(box.width * 0.75);
  const scale = Math.min(box.width / width, box.height / height, 1);
  return { width: Math.max(Math.round(width * scale), 96), height: Math.max(Math.round(height * scale), 64) };
}

function extension(file: FileOfMessage): string | null {
  const found = /\.([a-z0-9]{1,5})$/i.exec(file.filename ?? "")?.[1] ?? file.mimeType?.split("/").at(-1);
  return found && found.length <= 5 ? found.toUpperCase() : null;
}

function bytes(size: number, locale: string): string {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;
  const power = Math.min(Math.floor(Math.log(Math.max(size, 1)) / Math.log(1000)), units.length - 1);
  const format = {
    style: "unit",
    unit: units[power],
    unitDisplay: "short",
    maximumFractionDigits: power > 1 ? 1 : 0,
  } as const;
  return new Intl.NumberFormat(locale, format).format(size / 1000 ** power);
}
