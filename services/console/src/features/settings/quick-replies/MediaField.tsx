/** The file that goes with a quick reply: uploaded at once, kept by its id. */

import { File as FileIcon, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { uploadMedia } from "@/shared/api/upload";
import { useProblemWords } from "@/shared/api/words";
import { FileDrop } from "@/shared/ui/FileDrop";
import { IconButton } from "@/shared/ui/IconButton";
import { Progress } from "@/shared/ui/Progress";
import type { Media } from "./data";
import css from "./quick-replies.module.css";
import { kindOf } from "./variables";

interface MediaFieldProps {
  media: Media | null;
  onChange: (media: Media | null) => void;
  /** True while a file goes up. */
  onBusy: (isBusy: boolean) => void;
  error?: string;
}

const MOST_BYTES = 100 * 1024 * 1024;

export function MediaField({ media, onChange, onBusy, error }: MediaFieldProps) {
  const t = useTranslations("settingsQuickReplies");
  const words = useProblemWords();
  const [part, setPart] = useState<number>();
  const [failed, setFailed] = useState<unknown>();
  const upload = async (file: File) => {
    setFailed(undefined);
    setPart(0);
    onBusy(true);
    try {
      const stored = await uploadMedia(file, { filename: file.name, onProgress: setPart });
      onChange({
        id: stored.id,
        kind: kindOf(stored.mimeType ?? file.type),
        filename: file.name.slice(0, 240),
      });
    } catch (thrown) {
      setFailed(thrown);
    } finally {
      setPart(undefined);
      onBusy(false);
    }
  };
  const wrong = failed === undefined ? error : words(failed);
  return (
    <div className={css.media}>
      {media ? (
        <div className={css.file}>
          <FileIcon aria-hidden size={18} />
          <span className={css.filename} dir="auto">
            {media.filename ?? t(`kinds.${media.kind}`)}
          </span>
          <IconButton label={t("removeFile")} icon={Trash2} onClick={() => onChange(null)} />
        </div>
      ) : part === undefined ? (
        <FileDrop
          label={t("file")}
          hint={t("fileHint")}
          maxBytes={MOST_BYTES}
          onFiles={([file]) => file && void upload(file)}
        />
      ) : (
        <Progress label={t("uploading")} value={part} />
      )}
      {wrong && (
        <p className={css.error} role="alert">
          {wrong}
        </p>
      )}
    </div>
  );
}
