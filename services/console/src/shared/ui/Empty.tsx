/** Where there is nothing to show: what would be here, and how it comes to be. */

import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import css from "./Empty.module.css";

interface EmptyProps {
  icon?: LucideIcon;
  title: string;
  text?: ReactNode;
  /** A button or a link that leads on. */
  action?: ReactNode;
  /** Inside a card or a narrow column, rather than a whole pane. */
  compact?: boolean;
}

export function Empty({ icon: Icon, title, text, action, compact }: EmptyProps) {
  return (
    <div className={compact ? `${css.empty} ${css.compact}` : css.empty}>
      {Icon && (
        <span className={css.icon} aria-hidden="true">
          <Icon size={compact ? 18 : 22} strokeWidth={1.75} />
        </span>
      )}
      <p className={css.title}>{title}</p>
      {text && <div className={css.text}>{text}</div>}
      {action && <div className={css.action}>{action}</div>}
    </div>
  );
}
