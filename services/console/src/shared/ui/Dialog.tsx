/**
 * A question or a form above the screen. It holds the focus, gives it back to its trigger, and leaves by Escape, not
 * without a question where something would be lost. With `onSubmit` its content is a form, whose submit button stands among
 * the actions.
 */

import { Dialog as Base } from "@base-ui/react/dialog";
import { X } from "lucide-react";
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import css from "./Dialog.module.css";
import { IconButton } from "./IconButton";
import { type Loss, useTyped } from "./useTyped";

interface DialogProps {
  title: string;
  /** Says below the title what it is about. */
  text?: ReactNode;
  open: boolean;
  onClose: () => void;
  /** Buttons at the end; the one that acts comes last. */
  actions?: ReactNode;
  size?: "small" | "medium" | "large";
  onSubmit?: () => void;
  /** True while something runs: only the actions close it. */
  modal?: boolean;
  /** What would be lost besides what is typed: everything but the actions asks before it closes. */
  loss?: Loss | undefined;
  children?: ReactNode;
}

export function Dialog(props: DialogProps) {
  const { title, text, open, onClose, actions, size = "medium", onSubmit, modal, loss, children } = props;
  const t = useTranslations("shared");
  const popup = useRef<HTMLDivElement>(null);
  const typed = useTyped(onClose, loss);
  useReturn();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    onSubmit?.();
  };
  const content = (
    <>
      {children && <div className={css.body}>{children}</div>}
      {actions && <div className={css.actions}>{actions}</div>}
    </>
  );
  return (
    <Base.Root
      open={open}
      disablePointerDismissal={modal}
      onOpenChange={(next) => {
        if (!next && !modal) typed.leave();
      }}
    >
      <Base.Portal>
        <Base.Backdrop className={css.backdrop} />
        <Base.Viewport className={css.viewport}>
          <Base.Popup
            ref={popup}
            {...typed.watch}
            initialFocus={() => firstField(popup.current)}
            className={`${css.popup} ${css[size]}`}
          >
            <header className={css.header}>
              <div className={css.words}>
                <Base.Title className={css.title}>{title}</Base.Title>
                {text && (
                  <Base.Description className={css.text} render={<div />}>
                    {text}
                  </Base.Description>
                )}
              </div>
              {!modal && (
                <Base.Close
                  render={<IconButton className={css.close} label={t("ui.close")} icon={X} tooltip={false} />}
                />
              )}
            </header>
            {onSubmit ? (
              <form className={css.form} onSubmit={submit} noValidate>
                {content}
              </form>
            ) : (
              content
            )}
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}

/** What is typed or chosen first; true leaves it to the dialog, which takes the first that can have the focus. */
function firstField(popup: HTMLElement | null): HTMLElement | true {
  const fields = 'input:not([type="hidden"], :disabled), textarea:not(:disabled), [role="combobox"]';
  return popup?.querySelector<HTMLElement>(fields) ?? true;
}

/** Gives the focus back also where the dialog is taken away whole, before it could close. */
function useReturn(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      setTimeout(() => {
        const isLost = document.activeElement === null || document.activeElement === document.body;
        if (isLost && before instanceof HTMLElement && before.isConnected) before.focus();
      });
    },
    [before],
  );
}
