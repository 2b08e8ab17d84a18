/**
 * What can be done with something, behind a button. The menu's code is loaded when the pointer or the focus comes to the
 * button, and takes the button over when it is pressed.
 */

import type { LucideIcon } from "lucide-react";
import { cloneElement, type KeyboardEvent, type ReactElement, useEffect, useState } from "react";

export interface MenuAction {
  label: string;
  icon?: LucideIcon;
  /** A second line. */
  hint?: string;
  /** As shown: `Shift+E`. */
  shortcut?: string;
  danger?: boolean;
  disabled?: boolean;
  /** An option that is on or off; the menu stays open when it is chosen. */
  checked?: boolean;
  onSelect?: () => void;
  /** The element of a link: `<Link to="…" />`; the label goes into it. */
  link?: ReactElement<Record<string, unknown>>;
}

/** `"separator"`, a `heading` for what follows it, or an action. */
export type MenuItem = MenuAction | "separator" | { heading: string };

export interface MenuProps {
  /** The button that opens it: `<IconButton label icon />` or `<Button />`. */
  trigger: ReactElement<Record<string, unknown>>;
  items: readonly MenuItem[];
  align?: "start" | "center" | "end";
  side?: "top" | "bottom" | "right";
  open?: boolean;
  defaultOpen?: boolean;
  onOpenChange?: (open: boolean) => void;
}

type Loaded = typeof import("./MenuPopup").MenuPopup;

let loaded: Loaded | undefined;

async function load(): Promise<Loaded> {
  loaded ??= (await import("./MenuPopup")).MenuPopup;
  return loaded;
}

export function Menu(props: MenuProps) {
  const { trigger, open, onOpenChange } = props;
  const [Popup, setPopup] = useState<Loaded | undefined>(() => loaded);
  const [wasPressed, setPressed] = useState(false);
  useEffect(() => {
    if (open && !Popup) void load().then((now) => setPopup(() => now));
  }, [open, Popup]);
  if (Popup) return <Popup {...props} defaultOpen={wasPressed} />;
  const preload = () => {
    // Said when it is pressed: then it matters.
    load().catch(() => undefined);
  };
  const press = () => {
    onOpenChange?.(true);
    void load().then((now) => {
      setPressed(true);
      setPopup(() => now);
    });
  };
  return cloneElement(trigger, {
    "aria-haspopup": "menu",
    "aria-expanded": false,
    onPointerEnter: preload,
    onFocus: preload,
    onClick: press,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
      event.preventDefault();
      press();
    },
  });
}
