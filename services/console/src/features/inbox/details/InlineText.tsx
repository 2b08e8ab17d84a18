/** A value that is changed where it stands: press it, type, Enter or elsewhere keeps it, Escape does not. */

import { Pencil } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import css from "./InlineText.module.css";

interface Props {
  label: string;
  value: string;
  /** What is shown in place of nothing. */
  empty: string;
  onSave: (value: string) => void;
  isReadOnly?: boolean;
  type?: "text" | "email" | "number" | "date";
  isLong?: boolean;
  maxLength?: number;
  /** As it is read, where that is not as it is typed. */
  shown?: string;
  className?: string;
}

export function InlineText(props: Props) {
  const {
    label,
    value,
    empty,
    onSave,
    isReadOnly = false,
    type = "text",
    isLong = false,
    maxLength,
    shown,
    className,
  } = props;
  const t = useTranslations("inboxDetails");
  const [typed, setTyped] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const words = (shown ?? value) || empty;
  if (isReadOnly) {
    return (
      <p className={className} data-empty={value ? undefined : ""} dir="auto">
        {words}
      </p>
    );
  }
  if (typed === null) {
    return (
      <button
        ref={button}
        type="button"
        className={[css.value, className].filter(Boolean).join(" ")}
        data-empty={value ? undefined : ""}
        aria-label={t("change", { label, value: words })}
        onClick={() => setTyped(value)}
      >
        <span dir="auto">{words}</span>
        <Pencil size={12} className={css.pencil} aria-hidden="true" />
      </button>
    );
  }
  const leave = (isKept: boolean) => {
    const next = typed.trim();
    setTyped(null);
    if (isKept && next !== value) onSave(next);
    requestAnimationFrame(() => button.current?.focus());
  };
  const press = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && !(isLong && event.shiftKey)) {
      event.preventDefault();
      leave(true);
    }
    if (event.key === "Escape") {
      event.stopPropagation();
      leave(false);
    }
  };
  const common = {
    className: css.field,
    value: typed,
    maxLength,
    "aria-label": label,
    dir: "auto",
    onKeyDown: press,
    onBlur: () => {
      const next = typed.trim();
      setTyped(null);
      if (next !== value) onSave(next);
    },
  };
  return isLong ? (
    <textarea
      {...common}
      rows={3}
      // biome-ignore lint/a11y/noAutofocus: it was just asked for.
      autoFocus
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  ) : (
    <input
      {...common}
      type={type}
      // biome-ignore lint/a11y/noAutofocus: it was just asked for.
      autoFocus
      onChange={(event) => setTyped(event.currentTarget.value)}
    />
  );
}
