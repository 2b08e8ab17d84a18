/** A file that is sent: uploaded once, and kept by its id. */

import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { uploadMedia } from "@/shared/api/upload";
import { useProblemWords } from "@/shared/api/words";
import { Button } from "@/shared/ui/Button";
import { Field } from "@/shared/ui/Field";
import { FileDrop } from "@/shared/ui/FileDrop";
import { Progress } from "@/shared/ui/Progress";
import css from "./CampaignForm.module.css";
import type { FileForm, MediaType } from "./content";

const MB = 1024 * 1024;
const LIMITS = {
  image: { accept: ["image/jpeg", "image/png"], maxBytes: 5 * MB },
  video: { accept: ["video/mp4", "video/3gpp"], maxBytes: 16 * MB },
  audio: { accept: ["audio/*"], maxBytes: 16 * MB },
  document: {
    accept: [".pdf", ".txt", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx"],
    maxBytes: 100 * MB,
  },
} as const;

interface FileFieldProps {
  label?: string;
  /** The only kind that is taken. */
  only?: keyof typeof LIMITS;
  value: FileForm | null;
  onValue: (file: FileForm) => void;
}

/** What kind of message a file makes. */
export function kindOf(type: string): MediaType {
  const [family] = type.split("/");
  return family === "image" || family === "video" || family === "audio" ? family : "document";
}

export function FileField({ label, only, value, onValue }: FileFieldProps) {
  const t = useTranslations("campaigns");
  const words = useProblemWords();
  const [part, setPart] = useState<number>();
  const [error, setError] = useState<unknown>();
  const abort = useRef<AbortController>(undefined);
  useEffect(() => () => abort.current?.abort(), []);
  const limits = only
    ? LIMITS[only]
    : { accept: Object.values(LIMITS).flatMap(({ accept }) => accept), maxBytes: LIMITS.document.maxBytes };

  const upload = async ([file]: File[]) => {
    if (!file) return;
    abort.current = new AbortController();
    setError(undefined);
    setPart(0);
    try {
      const { signal } = abort.current;
      const media = await uploadMedia(file, { filename: file.name, onProgress: setPart, signal });
      onValue({ type: only ?? kindOf(file.type), id: media.id, url: null, filename: file.name });
    } catch (failed) {
      if (!abort.current.signal.aborted) setError(failed);
    } finally {
      setPart(undefined);
    }
  };
  const isThere = value !== null && (value.id !== null || value.url !== null);
  return (
    <Field label={label ?? t("content.file")} error={error === undefined ? undefined : words(error)}>
      {part !== undefined ? (
        <Progress label={t("content.uploading")} value={part} max={1} />
      ) : isThere ? (
        <div className={css.item}>
          <span className={css.itemWords}>
            {value.filename ?? value.url ?? t(`preview.${shown(value.type)}`)}
          </span>
          <Button
            size="small"
            onClick={() => onValue({ type: only ?? value.type, id: null, url: null, filename: null })}
          >
            {t("content.otherFile")}
          </Button>
        </div>
      ) : (
        <FileDrop
          label={t("content.drop")}
          hint={t(only ? `content.limits.${only}` : "content.limits.any")}
          accept={limits.accept}
          maxBytes={limits.maxBytes}
          onFiles={(files) => void upload(files)}
        />
      )}
    </Field>
  );
}

const shown = (type: MediaType) => (type === "image" || type === "video" ? type : "document");
