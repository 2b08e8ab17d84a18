/** How far something is, in a bar and in words. Without a `value` it runs, and nobody knows how long. */

import { useId } from "react";
import { useFormatter } from "use-intl";
import css from "./Progress.module.css";

interface ProgressProps {
  label: string;
  hideLabel?: boolean;
  /** Of `max`. */
  value?: number | null;
  max?: number;
  /** In place of the percentage: "340 of 1,200". */
  text?: string;
  tone?: "accent" | "danger" | "neutral";
}

export function Progress({ label, hideLabel, value, max = 100, text, tone = "accent" }: ProgressProps) {
  const id = useId();
  const format = useFormatter();
  const isKnown = value !== undefined && value !== null;
  const share = isKnown && max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
  const words = text ?? (isKnown ? format.number(share, { style: "percent", maximumFractionDigits: 0 }) : "");
  return (
    <div className={css.progress}>
      {!hideLabel && (
        <div className={css.top}>
          <span id={id}>{label}</span>
          <span className={css.words}>{words}</span>
        </div>
      )}
      <div
        role="progressbar"
        aria-label={hideLabel ? label : undefined}
        aria-labelledby={hideLabel ? undefined : id}
        aria-valuemin={isKnown ? 0 : undefined}
        aria-valuemax={isKnown ? max : undefined}
        aria-valuenow={isKnown ? value : undefined}
        aria-valuetext={words || undefined}
        className={`${css.track} ${css[tone]}`}
      >
        <div
          className={isKnown ? css.bar : `${css.bar} ${css.running}`}
          style={isKnown ? { inlineSize: `${share * 100}%` } : undefined}
        />
      </div>
    </div>
  );
}
