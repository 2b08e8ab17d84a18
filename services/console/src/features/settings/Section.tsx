/** A part of a settings page: what it is about, and its controls, on a card. */

import { type ReactNode, useId } from "react";
import css from "./Settings.module.css";

interface SectionProps {
  title: string;
  text?: ReactNode;
  /** At the heading's end: a state, a button. */
  aside?: ReactNode;
  /** Buttons at the end. */
  actions?: ReactNode;
  /** What cannot be undone: framed in its colour. */
  danger?: boolean;
  children?: ReactNode;
}

export function Section({ title, text, aside, actions, danger, children }: SectionProps) {
  const id = useId();
  return (
    <section className={danger ? `${css.section} ${css.danger}` : css.section} aria-labelledby={id}>
      <header className={css.sectionHeader}>
        <div className={css.sectionWords}>
          <h2 id={id} className={css.sectionTitle}>
            {title}
          </h2>
          {text && <div className={css.sectionText}>{text}</div>}
        </div>
        {aside && <div className={css.sectionAside}>{aside}</div>}
      </header>
      {children && <div className={css.sectionBody}>{children}</div>}
      {actions && <div className={css.sectionActions}>{actions}</div>}
    </section>
  );
}
