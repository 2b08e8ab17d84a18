/** The controls that take typed text: one line, several, a search, a password. Labelled by the `Field` around them. */

import { Eye, EyeOff, type LucideIcon, Search, X } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { useTranslations } from "use-intl";
import css from "./control.module.css";
import { useControl } from "./Field";
import { IconButton } from "./IconButton";

interface TextInputProps extends ComponentProps<"input"> {
  /** The new text; for those who need no event. */
  onValue?: (value: string) => void;
  icon?: LucideIcon;
}

export function TextInput({ onValue, onChange, icon: Icon, className, ...rest }: TextInputProps) {
  const input = (
    <input
      type="text"
      dir="auto"
      {...useControl(rest)}
      {...rest}
      className={[css.control, className].filter(Boolean).join(" ")}
      onChange={(event) => {
        onChange?.(event);
        onValue?.(event.target.value);
      }}
    />
  );
  if (!Icon) return input;
  return (
    <div className={css.withIcon}>
      <Icon aria-hidden size={16} className={css.leading} />
      {input}
    </div>
  );
}

interface TextAreaProps extends ComponentProps<"textarea"> {
  onValue?: (value: string) => void;
}

/** Grows with what is typed, to 40 % of the window. */
export function TextArea({ onValue, onChange, className, ...rest }: TextAreaProps) {
  return (
    <textarea
      dir="auto"
      rows={3}
      {...useControl(rest)}
      {...rest}
      className={[css.control, css.area, className].filter(Boolean).join(" ")}
      onChange={(event) => {
        onChange?.(event);
        onValue?.(event.target.value);
      }}
    />
  );
}

/** A password or another secret, which may be shown while it is typed. */
export function PasswordInput(props: TextInputProps) {
  const t = useTranslations("shared");
  const [isShown, setShown] = useState(false);
  return (
    <div className={css.withEnd}>
      <TextInput
        autoComplete="current-password"
        autoCapitalize="none"
        spellCheck={false}
        {...props}
        dir="ltr"
        type={isShown ? "text" : "password"}
      />
      <span className={css.end}>
        <IconButton
          size="small"
          label={isShown ? t("ui.hidePassword") : t("ui.showPassword")}
          icon={isShown ? EyeOff : Eye}
          pressed={isShown}
          onClick={() => setShown(!isShown)}
        />
      </span>
    </div>
  );
}

interface SearchInputProps extends Omit<TextInputProps, "value" | "type"> {
  value: string;
  onValue: (value: string) => void;
  /** Its name, where no `Field` stands around it. */
  label?: string;
}

/** A search of what is shown: Escape and the cross empty it. */
export function SearchInput({ value, onValue, label, onKeyDown, ...rest }: SearchInputProps) {
  const t = useTranslations("shared");
  return (
    <div className={css.withEnd}>
      <TextInput
        type="search"
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        enterKeyHint="search"
        {...rest}
        icon={Search}
        value={value}
        onValue={onValue}
        onKeyDown={(event) => {
          onKeyDown?.(event);
          if (event.key === "Escape" && value !== "") {
            event.stopPropagation();
            onValue("");
          }
        }}
      />
      {value !== "" && (
        <span className={css.end}>
          <IconButton size="small" label={t("ui.clear")} icon={X} onClick={() => onValue("")} />
        </span>
      )}
    </div>
  );
}
