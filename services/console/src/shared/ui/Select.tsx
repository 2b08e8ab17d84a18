/** One value of a list that is short enough to read. For longer lists and those of the server: `Combobox`. */

import { Select as Base } from "@base-ui/react/select";
import { Check, ChevronsUpDown, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import control from "./control.module.css";
import { useControl } from "./Field";
import popup from "./popup.module.css";
import css from "./Select.module.css";

export interface SelectOption<Value extends string = string> {
  value: Value;
  label: string;
  /** A second line in the list. */
  hint?: string;
  icon?: LucideIcon;
  /** Anything before the label, such as an avatar or a colour. */
  mark?: ReactNode;
  disabled?: boolean;
}

interface SelectProps<Value extends string> {
  value: Value | null;
  onValue: (value: Value) => void;
  options: readonly SelectOption<Value>[];
  placeholder?: string;
  /** Its name, where no `Field` stands around it. */
  label?: string;
  /** Before the value in a toolbar, and its name there: "Status open". */
  prefix?: string;
  disabled?: boolean;
  /** As wide as its value rather than as its field; for toolbars. */
  inline?: boolean;
  id?: string;
}

export function Select<Value extends string>(props: SelectProps<Value>) {
  const { value, onValue, options, placeholder, label, prefix, inline } = props;
  const t = useTranslations("shared");
  const { disabled, ...names } = useControl(props);
  const chosen = options.find((option) => option.value === value);
  const classes = [control.control, css.trigger, inline && css.inline].filter(Boolean).join(" ");
  return (
    <Base.Root
      items={options}
      value={value}
      disabled={disabled ?? props.disabled}
      onValueChange={(next) => {
        if (next !== null) onValue(next as Value);
      }}
    >
      <Base.Trigger {...names} aria-label={label ?? prefix} className={classes}>
        <span className={css.value}>
          {prefix && <span className={css.prefix}>{prefix}</span>}
          {chosen ? <Choice option={chosen} /> : (placeholder ?? t("ui.choose"))}
        </span>
        <ChevronsUpDown aria-hidden size={14} className={css.chevron} />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner alignItemWithTrigger={false} sideOffset={4} className={popup.positioner}>
          <Base.Popup className={popup.popup}>
            <Base.List>
              {options.map((option) => (
                <Base.Item
                  key={option.value}
                  value={option.value}
                  label={option.label}
                  disabled={option.disabled}
                  className={popup.item}
                >
                  <span className={popup.check}>
                    <Base.ItemIndicator>
                      <Check aria-hidden size={14} />
                    </Base.ItemIndicator>
                  </span>
                  {option.icon && <option.icon aria-hidden size={16} />}
                  {option.mark}
                  <Base.ItemText className={popup.words}>
                    {option.label}
                    {option.hint && <span className={popup.hint}>{option.hint}</span>}
                  </Base.ItemText>
                </Base.Item>
              ))}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function Choice({ option }: { option: SelectOption }) {
  return (
    <>
      {option.icon && <option.icon aria-hidden size={16} />}
      {option.mark}
      <span className={css.words}>{option.label}</span>
    </>
  );
}
