/**
 * A screen: one heading with its actions, and what stands below it. When it follows another screen, the focus goes to
 * the heading, so that keyboard and screen reader start where the eye does.
 */

import { ArrowLeft } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { IconButton } from "./IconButton";
import css from "./Page.module.css";

interface PageProps {
  title: string;
  /** A line under the heading. */
  text?: ReactNode;
  /** Beside the heading, such as a state. */
  badge?: ReactNode;
  /** Buttons and links at the heading's end. */
  actions?: ReactNode;
  /** Goes to where this screen belongs; shown as an arrow before the heading. */
  onBack?: () => void;
  /** Below the heading and above the content: tabs, filters. */
  toolbar?: ReactNode;
  /** `reading` for forms and texts, `wide` for tables and charts, `full` where the content scrolls itself. */
  width?: "reading" | "wide" | "full";
  children: ReactNode;
}

/** Whether a screen was shown before: the first one leaves the focus where the browser put it. */
let hasShown = false;

export function Page({ title, text, badge, actions, onBack, toolbar, width = "wide", children }: PageProps) {
  const t = useTranslations("shared");
  const heading = useRef<HTMLHeadingElement>(null);
  const page = useRef<HTMLDivElement>(null);
  const isEntered = useRef(false);
  useEffect(() => {
    // Strict mode runs effects twice.
    if (isEntered.current) return;
    isEntered.current = true;
    const isTaken = page.current?.contains(document.activeElement);
    if (hasShown && !isTaken) heading.current?.focus({ preventScroll: true });
    hasShown = true;
  }, []);
  return (
    <div ref={page} className={[css.page, css[width]].join(" ")}>
      <title>{`${title} · Atendechat`}</title>
      <header className={css.header}>
        {onBack && <IconButton className={css.back} label={t("ui.back")} icon={ArrowLeft} onClick={onBack} />}
        <div className={css.titles}>
          <div className={css.titleLine}>
            <h1 ref={heading} tabIndex={-1} className={css.title} dir="auto">
              {title}
            </h1>
            {badge}
          </div>
          {text && <div className={css.text}>{text}</div>}
        </div>
        {actions && <div className={css.actions}>{actions}</div>}
      </header>
      {toolbar && <div className={css.toolbar}>{toolbar}</div>}
      <div className={css.content}>{children}</div>
    </div>
  );
}
