/** A button that is an icon. Its label is its name and its tooltip; a keyboard shortcut is shown and announced beside it. */

import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./Button";
import button from "./Button.module.css";
import { Spinner } from "./Spinner";
import { Tooltip } from "./Tooltip";

export interface IconButtonProps extends Omit<ComponentProps<"button">, "children" | "aria-label" | "title"> {
  label: string;
  icon: LucideIcon;
  variant?: ButtonVariant;
  size?: ButtonSize;
  busy?: boolean;
  /** A toggle that is on; leave it undefined for what is no toggle. */
  pressed?: boolean;
  /** As shown in the tooltip: `Shift+E`. */
  shortcut?: string;
  /** False where the label stands beside it anyway. */
  tooltip?: boolean;
}

export function IconButton({
  label,
  icon: Icon,
  variant = "ghost",
  size,
  busy = false,
  pressed,
  shortcut,
  tooltip = true,
  className,
  onClick,
  type = "button",
  ...rest
}: IconButtonProps) {
  const classes = [buttonClass({ variant, size }), button.icon, pressed && button.pressed, className];
  const element = (
    <button
      {...rest}
      type={type}
      className={classes.filter(Boolean).join(" ")}
      aria-label={label}
      aria-pressed={pressed}
      aria-busy={busy || undefined}
      aria-disabled={busy || rest["aria-disabled"]}
      aria-keyshortcuts={shortcut}
      onClick={busy ? undefined : onClick}
    >
      {busy ? <Spinner /> : <Icon aria-hidden size={size === "small" ? 16 : 18} />}
    </button>
  );
  return tooltip ? (
    <Tooltip text={label} shortcut={shortcut}>
      {element}
    </Tooltip>
  ) : (
    element
  );
}
