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
  /** With the value before, where there is place for it. */
  isLong?: boolean;
}

export function ChangeNote({ look, better, now, before, isLong = false }: ChangeNoteProps) {
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
      <Arrow aria-hidden size={isLong ? 14 : 12} />
      <span>
        {amount}
        <VisuallyHidden> {t("direction", { direction })}</VisuallyHidden>
      </span>
      {isLong && <span className={css.before}>{t("before", { value: words.value(look, before) })}</span>}
    </span>
  );
}
