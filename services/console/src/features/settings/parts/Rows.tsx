/** The things that a settings page is about, each a row of a card: what it is, how it stands, what can be done. */

import type { ReactNode } from "react";
import css from "./parts.module.css";

export function Rows({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={css.rows} aria-label={label}>
      {children}
    </ul>
  );
}

interface RowProps {
  /** Before the words: a colour, an icon. */
  mark?: ReactNode;
  title: ReactNode;
  /** Below the title. */
  text?: ReactNode;
  /** Beside the title: states. */
  badges?: ReactNode;
  /** At the end: buttons, a switch. */
  actions?: ReactNode;
  /** Opens it; the whole row leads there. */
  onOpen?: () => void;
}

export function Row({ mark, title, text, badges, actions, onOpen }: RowProps) {
  return (
    <li className={css.row}>
      {mark && <div className={css.mark}>{mark}</div>}
      <div className={css.words}>
        <div className={css.top}>
          {onOpen ? (
            <button type="button" className={css.open} dir="auto" onClick={onOpen}>
              {title}
            </button>
          ) : (
            <span className={css.title} dir="auto">
              {title}
            </span>
          )}
          {badges}
        </div>
        {text && (
          <div className={css.text} dir="auto">
            {text}
          </div>
        )}
      </div>
      {actions && <div className={css.actions}>{actions}</div>}
    </li>
  );
}
