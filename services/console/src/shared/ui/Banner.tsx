/** Something to know on this screen for as long as it is so: a state, a warning, what went wrong. */

import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import css from "./Banner.module.css";
import { IconButton } from "./IconButton";

export type BannerTone = "info" | "good" | "warning" | "danger";

const ICONS = { info: Info, good: CircleCheck, warning: TriangleAlert, danger: CircleAlert };

interface BannerProps {
  tone?: BannerTone;
  title?: string;
  action?: ReactNode;
  onClose?: () => void;
  /** It came while the screen was shown, and is to be heard. */
  live?: boolean;
  children?: ReactNode;
}

export function Banner({ tone = "info", title, action, onClose, live, children }: BannerProps) {
  const t = useTranslations("shared");
  const Icon = ICONS[tone];
  const role = live ? (tone === "danger" ? "alert" : "status") : undefined;
  return (
    <div className={`${css.banner} ${css[tone]}`} role={role}>
      <Icon aria-hidden size={18} className={css.icon} />
      <div className={css.words}>
        {title && <p className={css.title}>{title}</p>}
        {children && <div>{children}</div>}
      </div>
      {action && <div className={css.action}>{action}</div>}
      {onClose && (
        <IconButton size="small" label={t("ui.close")} icon={X} tooltip={false} onClick={onClose} />
      )}
    </div>
  );
}
