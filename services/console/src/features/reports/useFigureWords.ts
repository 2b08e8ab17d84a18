/** Writes figures: numbers, times, shares and scores, each as people read it. */

import { useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import type { Change, Look } from "./figures";

export interface FigureWords {
  /** `1.204`, `3 min`, `92,5%`, `4,6 de 5`; a dash where there is none. */
  value: (look: Look, value: number | null | undefined) => string;
  /** How far it is from the time before: `12%`, `3 p.p.`, `0,4`. */
  change: (look: Look, change: Change) => string;
}

export function useFigureWords(): FigureWords {
  const t = useTranslations("reports");
  const format = useFormat();
  return {
    value(look, value) {
      if (value === null || value === undefined) return "–";
      if (look === "duration") return format.duration(value * 1000);
      if (look === "percent") return format.percent(value, 1);
      if (look === "score") return t("scoreOf", { score: format.number(value, 1) });
      return format.number(value);
    },
    change(look, { amount }) {
      if (look === "percent") return t("change.points", { points: format.number(amount * 100, 1) });
      if (look === "score") return format.number(amount, 1);
      return format.percent(amount);
    },
  };
}
