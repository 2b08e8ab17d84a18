/** A tag that people gave: a dot in its colour, and its name. */

import { X } from "lucide-react";
import { useTranslations } from "use-intl";
import css from "./Tag.module.css";

interface TagProps {
  name: string;
  /** `#rrggbb`, as stored. */
  colour?: string | null;
  onRemove?: () => void;
}

export function Tag({ name, colour, onRemove }: TagProps) {
  const t = useTranslations("shared");
  return (
    <span className={css.tag}>
      <Dot colour={colour} />
      <span className={css.name} dir="auto">
        {name}
      </span>
      {onRemove && (
        <button type="button" className={css.remove} aria-label={t("ui.remove", { name })} onClick={onRemove}>
          <X aria-hidden size={12} />
        </button>
      )}
    </span>
  );
}

/** The colour alone, before a name that stands elsewhere. */
export function Dot({ colour }: { colour?: string | null }) {
  return (
    <span className={css.dot} style={colour ? { backgroundColor: colour } : undefined} aria-hidden="true" />
  );
}
