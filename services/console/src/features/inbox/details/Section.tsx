/** A part of the details that folds away, and stays as it was left. */

import { ChevronDown } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Badge } from "@/shared/ui/Badge";
import css from "./Details.module.css";

interface Props {
  /** Under which the browser remembers it. */
  name: string;
  title: string;
  count?: number;
  isOpenAtFirst?: boolean;
  /** Is asked for only while it is open. */
  children: (isOpen: boolean) => ReactNode;
}

const keyOf = (name: string) => `atende.details.${name}`;

export function Section({ name, title, count, isOpenAtFirst = false, children }: Props) {
  const [isOpen, setOpen] = useState(() => remembered(name) ?? isOpenAtFirst);
  return (
    <details
      className={css.section}
      open={isOpen}
      onToggle={(event) => {
        const { open } = event.currentTarget;
        setOpen(open);
        remember(name, open);
      }}
    >
      <summary>
        {title}
        {count !== undefined && count > 0 && <Badge>{count}</Badge>}
        <ChevronDown size={16} className={css.chevron} aria-hidden="true" />
      </summary>
      <div className={css.inside}>{children(isOpen)}</div>
    </details>
  );
}

function remembered(name: string): boolean | undefined {
  try {
    const kept = localStorage.getItem(keyOf(name));
    return kept === null ? undefined : kept === "open";
  } catch {
    return undefined; // The browser keeps nothing.
  }
}

function remember(name: string, isOpen: boolean): void {
  try {
    localStorage.setItem(keyOf(name), isOpen ? "open" : "closed");
  } catch {
    // The browser keeps nothing: it is folded as at first next time.
  }
}
