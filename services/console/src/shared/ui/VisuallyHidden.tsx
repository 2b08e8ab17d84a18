/** Words for screen readers only: what the eye gets from a place, a shape or a colour. */

import type { ReactNode } from "react";
import css from "./VisuallyHidden.module.css";

export function VisuallyHidden({ children }: { children: ReactNode }) {
  return <span className={css.hidden}>{children}</span>;
}
