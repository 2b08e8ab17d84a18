/** How far a figure is from that of the period before: an arrow, how much, and in words which way it went. */

import { ArrowDown, ArrowUp } from "lucide-react";
import { useTranslations } from "use-intl";
import { VisuallyHidden } from "@/shared/ui/VisuallyHidden";
import { changeOf, type FigureKind, isBetter, type Look } from "./figures";
import css from "./figures.module.css";
import { useFigureWords } from "./useFigureWords";

interface ChangeNoteProps {
  look: Look;
  better: FigureKind["better"];
  now: number | null;
  before: number | null | undefined;
  /** Only how much, where a table has no place for more. */
  short?: boolean;
}

export function ChangeNote({ look, better, now, before, short = false }: ChangeNoteProps) {
  const t = useTranslations("reports.change");
  const words = useFigureWords();
  const change = changeOf(look, now, before);
  if (!change || change.direction === "same") return null;
  const amount = words.change(look, change);
  const good = isBetter(change, better);
  const Arrow = change.direction === "less" ? ArrowDown : ArrowUp;
  const { direction } = change;
  return (
    <span
      className={[css.change, good === true && css.better, good === false && css.worse]
        .filter(Boolean)
        .join(" ")}
    >
      <Arrow aria-hidden size={short ? 12 : 14} />
      {short ? (
        <>
          {amount}
          <VisuallyHidden> {t("direction", { direction })}</VisuallyHidden>
        </>
      ) : (
        t("than", { change: amount, direction })
      )}
    </span>
  );
}
