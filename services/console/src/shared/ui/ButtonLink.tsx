/** A link that looks like a button: it leads somewhere, and can be opened in a new tab. Takes what `Link` takes. */

import { createLink } from "@tanstack/react-router";
import type { LucideIcon } from "lucide-react";
import type { ComponentProps } from "react";
import { type ButtonSize, type ButtonVariant, buttonClass } from "./Button";

interface AnchorProps extends ComponentProps<"a"> {
  variant?: ButtonVariant;
  size?: ButtonSize;
  block?: boolean;
  icon?: LucideIcon;
}

function Anchor({ variant, size, block, icon: Icon, className, children, ...rest }: AnchorProps) {
  return (
    <a {...rest} className={[buttonClass({ variant, size, block }), className].filter(Boolean).join(" ")}>
      {Icon && <Icon aria-hidden size={16} />}
      {children}
    </a>
  );
}

export const ButtonLink = createLink(Anchor);
