/** Takes files: dropped, chosen or pasted. What does not fit is refused with the reason before anything is sent. */

import { CloudUpload } from "lucide-react";
import { type ClipboardEvent, type DragEvent, useId, useState } from "react";
import { useTranslations } from "use-intl";
import css from "./FileDrop.module.css";
import { type FileLimits, fileProblem, readableBytes } from "./fileLimits";

interface FileDropProps extends FileLimits {
  /** What the file is for: "CSV or XLSX with your contacts". */
  label: string;
  hint?: string;
  multiple?: boolean;
  disabled?: boolean;
  onFiles: (files: File[]) => void;
}

export function FileDrop({
  label,
  hint,
  accept,
  maxBytes,
  multiple = false,
  disabled,
  onFiles,
}: FileDropProps) {
  const t = useTranslations("shared");
  const id = useId();
  const [isOver, setOver] = useState(false);
  const [problem, setProblem] = useState<string>();

  const take = (list: FileList | null) => {
    const files = [...(list ?? [])].slice(0, multiple ? undefined : 1);
    if (files.length === 0 || disabled) return;
    for (const file of files) {
      const refused = fileProblem(file, { accept, maxBytes });
      if (!refused) continue;
      setProblem(
        refused === "type"
          ? t("ui.fileType", { name: file.name, types: (accept ?? []).join(", ") })
          : t(refused === "empty" ? "ui.fileEmpty" : "ui.fileSize", {
              name: file.name,
              size: readableBytes(maxBytes ?? 0),
            }),
      );
      return;
    }
    setProblem(undefined);
    onFiles(files);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  const paste = (event: ClipboardEvent) => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    take(event.clipboardData.files);
  };
  return (
    <div className={css.frame} onPaste={paste}>
      <label
        className={css.drop}
        data-over={isOver || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <input
          type="file"
          className={css.input}
          accept={accept?.join(",")}
          multiple={multiple}
          disabled={disabled}
          aria-describedby={problem ? `${id}-problem` : hint ? `${id}-hint` : undefined}
          onChange={(event) => {
            take(event.target.files);
            event.target.value = "";
          }}
        />
        <CloudUpload aria-hidden size={22} strokeWidth={1.75} className={css.icon} />
        <span className={css.label}>{label}</span>
        <span className={css.choose}>{t("ui.dropOrChoose")}</span>
        {hint && (
          <span id={`${id}-hint`} className={css.hint}>
            {hint}
          </span>
        )}
      </label>
      {problem && (
        <p id={`${id}-problem`} role="alert" className={css.problem}>
          {problem}
        </p>
      )}
    </div>
  );
}
