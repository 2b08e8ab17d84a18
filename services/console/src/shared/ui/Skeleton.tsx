/** The shape of what is being loaded. Said once to a screen reader; nothing jumps when the content comes. */

import { useTranslations } from "use-intl";
import css from "./Skeleton.module.css";
import { VisuallyHidden } from "./VisuallyHidden";

interface SkeletonProps {
  /** `text`: lines; `rows`: rows of a list with a round picture; `block`: one area. */
  kind?: "text" | "rows" | "block";
  /** How many lines or rows. */
  count?: number;
  /** The block's height. */
  height?: number;
}

export function Skeleton({ kind = "text", count = 3, height = 160 }: SkeletonProps) {
  const t = useTranslations("shared");
  const places = Array.from({ length: count }, (_, place) => `place-${place}`);
  return (
    <div className={css.skeleton} role="status">
      <VisuallyHidden>{t("loading")}</VisuallyHidden>
      {kind === "block" && <div className={css.bone} style={{ blockSize: height }} />}
      {kind === "text" && places.map((place) => <div key={place} className={css.line} />)}
      {kind === "rows" &&
        places.map((place) => (
          <div key={place} className={css.row}>
            <div className={css.round} />
            <div className={css.lines}>
              <div className={css.line} />
              <div className={css.line} />
            </div>
          </div>
        ))}
    </div>
  );
}
