/** What goes along with the text: the message that is answered, and files. */

import { X } from "lucide-react";
import { useTranslations } from "use-intl";
import type { Draft, DraftChange } from "@/shared/outbox/draftManager";
import { Attached } from "../conversation/OutgoingBubble";
import css from "./Enclosed.module.css";

export function Enclosed({ draft, change }: { draft: Draft; change: (change: DraftChange) => void }) {
  const t = useTranslations("inboxComposer");
  const { quote, files } = draft;
  if (!quote && files.length === 0) return null;
  return (
    <div className={css.enclosed}>
      {quote && (
        <div className={css.quote}>
          <p className={css.words}>
            <strong dir="auto">{quote.author}</strong>
            <span dir="auto">{quote.text}</span>
          </p>
          <button
            type="button"
            className={css.remove}
            aria-label={t("removeQuote")}
            onClick={() => change({ quote: undefined })}
          >
            <X size={16} aria-hidden="true" />
          </button>
        </div>
      )}
      {files.length > 0 && (
        <ul className={css.files} aria-label={t("files")}>
          {files.map((file) => (
            <li key={file.id} className={css.file} data-kind={file.mediaType}>
              <Attached attachment={file} />
              <button
                type="button"
                className={css.remove}
                aria-label={t("removeFile", { name: file.name })}
                onClick={() => change({ files: files.filter((each) => each.id !== file.id) })}
              >
                <X size={16} aria-hidden="true" />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
