/** The button: an action, in four weights. While `busy` it keeps its focus and its width, and does nothing. */

import type { LucideIcon } from "lucide-react";
import type { ComponentProps, MouseEvent, ReactNode } from "react";
import css from "./Button.module.css";
import { Spinner } from "./Spinner";

export type ButtonVariant = "primary" | "secondary" | "ghost" | "danger";
export type ButtonSize = "small" | "medium" | "large";

export interface ButtonProps extends ComponentProps<"button"> {
  /** `primary` at most once in a screen or dialog; `danger` for what cannot be undone. */
  variant?: ButtonVariant;
  size?: ButtonSize;
  /** The action runs: further presses are ignored, and a spinner shows it. */
  busy?: boolean;
  icon?: LucideIcon;
  /** An icon after the words, such as a chevron of a menu. */
  iconAfter?: LucideIcon;
  /** As wide as what it stands in. */
  block?: boolean;
  children: ReactNode;
}

/** The classes of a button, for what looks like one and is a link. */
export function buttonClass(options: { variant?: ButtonVariant; size?: ButtonSize; block?: boolean } = {}) {
  const { variant = "secondary", size = "medium", block = false } = options;
  return [css.button, css[variant], css[size], block && css.block].filter(Boolean).join(" ");
}

export function Button({
  variant,
  size,
  busy = false,
  icon: Icon,
  iconAfter: IconAfter,
  block,
  className,
  children,
  onClick,
  type = "button",
  ...rest
}: ButtonProps) {
  const press = (event: MouseEvent<HTMLButtonElement>) => {
    if (busy) event.preventDefault();
    else onClick?.(event);
  };
  return (
    <button
      {...rest}
      type={type}
      className={[buttonClass({ variant, size, block }), className].filter(Boolean).join(" ")}
      aria-busy={busy || undefined}
      aria-disabled={busy || rest["aria-disabled"]}
      onClick={press}
    >
      {busy ? <Spinner /> : Icon && <Icon aria-hidden size={16} />}
      <span className={css.words}>{children}</span>
      {IconAfter && <IconAfter aria-hidden size={16} />}
    </button>
  );
}
