/** A short word or number about something: its state, its tag, how many there are. Colour only adds to the words. */

import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import css from "./Badge.module.css";

export type BadgeTone = "neutral" | "accent" | "info" | "warning" | "danger";

interface BadgeProps {
  tone?: BadgeTone;
  icon?: LucideIcon;
  /** A dot before the words, in the tone's colour. */
  dot?: boolean;
  /** Filled and round: a count that asks for attention. */
  strong?: boolean;
  children: ReactNode;
}

export function Badge({ tone = "neutral", icon: Icon, dot, strong, children }: BadgeProps) {
  return (
    <span className={[css.badge, css[tone], strong && css.strong].filter(Boolean).join(" ")}>
      {dot && <span className={css.dot} aria-hidden="true" />}
      {Icon && <Icon aria-hidden size={12} />}
      <span className={css.words}>{children}</span>
    </span>
  );
}
