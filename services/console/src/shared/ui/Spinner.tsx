/** A small sign that something runs. Decorative: what runs is said in words beside it. */

import css from "./Spinner.module.css";

export function Spinner({ size = 16 }: { size?: number }) {
  return (
    <svg className={css.spinner} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <circle className={css.track} cx="8" cy="8" r="6.5" />
      <path className={css.arc} d="M8 1.5a6.5 6.5 0 0 1 6.5 6.5" />
    </svg>
  );
}
