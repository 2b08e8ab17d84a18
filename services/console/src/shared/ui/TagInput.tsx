/** Words that are typed: Enter, Tab or a comma makes one a chip, and a pasted list makes several. */

import { X } from "lucide-react";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import css from "./Combobox.module.css";
import control from "./control.module.css";
import { useControl } from "./Field";

interface TagInputProps {
  value: readonly string[];
  onValue: (value: string[]) => void;
  suggestions?: readonly string[];
  placeholder?: string;
  label?: string;
  maxLength?: number;
  disabled?: boolean;
  id?: string;
}

export function TagInput(props: TagInputProps) {
  const { value, onValue, suggestions, placeholder, label, maxLength } = props;
  const t = useTranslations("shared");
  const list = useId();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState("");
  const names = useControl(props);

  const add = (text: string) => {
    const fresh = text
      .split(/[,;\n]/)
      .map((word) => word.trim())
      .filter((word) => word !== "");
    const known = new Set(value.map((word) => word.toLowerCase()));
    const added = fresh.filter((word) => !known.has(word.toLowerCase()) && known.add(word.toLowerCase()));
    if (added.length > 0) onValue([...value, ...added]);
    setTyped("");
  };
  const remove = (word: string) => {
    onValue(value.filter((other) => other !== word));
    input.current?.focus();
  };
  const press = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const isEnd = event.key === "Enter" || event.key === "," || (event.key === "Tab" && typed.trim() !== "");
    if (isEnd && (typed.trim() !== "" || event.key === ",")) {
      event.preventDefault();
      add(typed);
    } else if (event.key === "Backspace" && typed === "" && value.length > 0) {
      onValue(value.slice(0, -1));
    }
  };
  return (
    <div className={`${control.control} ${css.group} ${css.chips}`}>
      {value.map((word) => (
        <span key={word} className={css.chip}>
          <span className={css.chipWords} dir="auto">
            {word}
          </span>
          <button
            type="button"
            className={css.remove}
            disabled={names.disabled}
            aria-label={t("ui.remove", { name: word })}
            onClick={() => remove(word)}
          >
            <X aria-hidden size={12} />
          </button>
        </span>
      ))}
      <input
        ref={input}
        {...names}
        aria-label={label}
        className={css.input}
        dir="auto"
        autoComplete="off"
        list={suggestions ? list : undefined}
        maxLength={maxLength}
        placeholder={value.length > 0 ? "" : placeholder}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={press}
        onBlur={() => add(typed)}
        onPaste={(event) => {
          const text = event.clipboardData.getData("text");
          if (!/[,;\n]/.test(text)) return;
          event.preventDefault();
          add(typed + text);
        }}
      />
      {suggestions && (
        <datalist id={list}>
          {suggestions
            .filter((word) => !value.includes(word))
            .map((word) => (
              <option key={word} value={word} />
            ))}
        </datalist>
      )}
    </div>
  );
}
