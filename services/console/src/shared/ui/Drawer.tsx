/** A dialog at the end of the screen: details of something in the list behind it. On phones it is the whole screen. */

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import css from "./Drawer.module.css";
import { IconButton } from "./IconButton";

interface DrawerProps {
  title: string;
  /** Shown in place of the title, which stays its name. */
  header?: ReactNode;
  open: boolean;
  onClose: () => void;
  /** Before the closing cross. */
  actions?: ReactNode;
  /** Stays at the lower edge while the content scrolls. */
  footer?: ReactNode;
  size?: "medium" | "large";
  children: ReactNode;
}

export function Drawer({
  title,
  header,
  open,
  onClose,
  actions,
  footer,
  size = "medium",
  children,
}: DrawerProps) {
  const t = useTranslations("shared");
  return (
    <Base.Root
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <Base.Portal>
        <Base.Backdrop className={css.backdrop} />
        <Base.Popup className={`${css.popup} ${css[size]}`}>
          <header className={css.header}>
            <Base.Title
              className={css.title}
              render={header ? <div /> : undefined}
              aria-label={header ? title : undefined}
            >
              {header ?? title}
            </Base.Title>
            <div className={css.actions}>
              {actions}
              <Base.Close render={<IconButton label={t("ui.close")} icon={X} tooltip={false} />} />
            </div>
          </header>
          <div className={css.body}>{children}</div>
          {footer && <footer className={css.footer}>{footer}</footer>}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
