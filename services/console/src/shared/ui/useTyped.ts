/** Whether something in a dialog would be lost with it, and the question before it is. */

import { type FormEvent, type SyntheticEvent, useRef } from "react";
import { useTranslations } from "use-intl";
import { confirm } from "./confirm";

type TextField = HTMLInputElement | HTMLTextAreaElement;

/** What is typed to search for a choice is no loss; the choice is made again as fast. */
const OTHERS =
  '[type="search"], [type="checkbox"], [type="radio"], [type="range"], [type="file"], [role="combobox"]';

function textField({ target }: SyntheticEvent): TextField | undefined {
  const isText = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
  return isText && !target.matches(OTHERS) ? target : undefined;
}

/** What is lost besides what is typed: choices that were made, or what is shown only this once. */
export type Loss = "changes" | "once";

/** `watch` goes to the element around the fields; `leave` closes, after a question if something would be lost. */
export function useTyped(onClose: () => void, loss?: Loss) {
  const t = useTranslations("shared.ui");
  const before = useRef(new Map<TextField, string>());
  const changed = useRef(new Set<TextField>());
  const isAsking = useRef(false);
  const isTyped = () => [...changed.current].some((field) => field.isConnected);

  const questions = {
    typed: { title: t("discardTitle"), text: t("discardText"), action: t("discard"), cancel: t("goOn") },
    changes: { title: t("leaveTitle"), text: t("changesText"), action: t("leave"), cancel: t("stay") },
    once: { title: t("onceTitle"), text: t("onceText"), action: t("onceClose"), cancel: t("onceBack") },
  };

  const leave = async () => {
    if (isAsking.current) return;
    if (!loss && !isTyped()) return onClose();
    isAsking.current = true;
    const isSure = await confirm({ ...questions[loss ?? "typed"], danger: true });
    // The key that answered the question is none for the dialog below.
    setTimeout(() => {
      isAsking.current = false;
    });
    if (isSure) onClose();
  };
  return {
    leave: () => void leave(),
    watch: {
      onFocusCapture: (event: SyntheticEvent) => {
        const field = textField(event);
        if (field && !before.current.has(field)) before.current.set(field, field.value);
      },
      onInputCapture: (event: FormEvent) => {
        const field = textField(event);
        if (!field) return;
        if (field.value === before.current.get(field)) changed.current.delete(field);
        else changed.current.add(field);
      },
    },
  };
}
