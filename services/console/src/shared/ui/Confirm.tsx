/** A question that takes an answer: what happens, a button that goes on, and one that does not. */

import { AlertDialog } from "@base-ui/react/alert-dialog";
import { type FormEvent, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "./Button";
import type { ConfirmRequest } from "./confirm";
import css from "./Dialog.module.css";
import { Field } from "./Field";
import { TextInput } from "./TextInput";

interface ConfirmProps extends ConfirmRequest {
  open: boolean;
  busy?: boolean;
  onAnswer: (isConfirmed: boolean) => void;
}

export function Confirm({ open, busy, onAnswer, ...request }: ConfirmProps) {
  const { title, text, action, cancel, danger, typed } = request;
  const t = useTranslations("shared");
  const [word, setWord] = useState("");
  const isReady = typed === undefined || word.trim() === typed;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) onAnswer(true);
  };
  return (
    <AlertDialog.Root
      open={open}
      onOpenChange={(next) => {
        if (!next) onAnswer(false);
      }}
    >
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={css.backdrop} />
        <AlertDialog.Viewport className={css.viewport}>
          <AlertDialog.Popup className={`${css.popup} ${css.small}`}>
            <header className={css.header}>
              <div className={css.words}>
                <AlertDialog.Title className={css.title}>{title}</AlertDialog.Title>
                {text && <AlertDialog.Description className={css.text}>{text}</AlertDialog.Description>}
              </div>
            </header>
            <form className={css.form} onSubmit={submit}>
              {typed !== undefined && (
                <div className={css.body}>
                  <Field label={t("ui.typeToConfirm", { word: typed })}>
                    <TextInput value={word} onValue={setWord} autoComplete="off" />
                  </Field>
                </div>
              )}
              <div className={css.actions}>
                <Button onClick={() => onAnswer(false)}>{cancel ?? t("ui.cancel")}</Button>
                <Button type="submit" variant={danger ? "danger" : "primary"} busy={busy} disabled={!isReady}>
                  {action}
                </Button>
              </div>
            </form>
          </AlertDialog.Popup>
        </AlertDialog.Viewport>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
