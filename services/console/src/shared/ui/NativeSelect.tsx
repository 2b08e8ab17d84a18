/**
 * One value of a list by the browser's own control: for forms, where the options need no pictures. It costs nothing to
 * load, and phones show it as they do everywhere. For toolbars and options that need explaining: `Select`.
 */

import { ChevronsUpDown } from "lucide-react";
import type { ComponentProps } from "react";
import control from "./control.module.css";
import { useControl } from "./Field";
import css from "./NativeSelect.module.css";

export interface NativeOption<Value extends string = string> {
  value: Value;
  label: string;
  /** Options of the same group stand under its name. */
  group?: string;
  disabled?: boolean;
}

interface NativeSelectProps<Value extends string>
  extends Omit<ComponentProps<"select">, "value" | "onChange" | "children"> {
  value: Value | null;
  onValue: (value: Value) => void;
  options: readonly NativeOption<Value>[];
  /** Shown while nothing is chosen. */
  placeholder?: string;
}

export function NativeSelect<Value extends string>(props: NativeSelectProps<Value>) {
  const { value, onValue, options, placeholder, className, ...rest } = props;
  return (
    <div className={css.select}>
      <select
        {...useControl(rest)}
        {...rest}
        value={value ?? ""}
        className={[control.control, css.control, className].filter(Boolean).join(" ")}
        onChange={(event) => onValue(event.target.value as Value)}
      >
        {placeholder !== undefined && (
          <option value="" disabled>
            {placeholder}
          </option>
        )}
        {grouped(options).map(({ group, members }) =>
          group === undefined ? (
            members.map(option)
          ) : (
            <optgroup key={group} label={group}>
              {members.map(option)}
            </optgroup>
          ),
        )}
      </select>
      <ChevronsUpDown aria-hidden size={14} className={css.chevron} />
    </div>
  );
}

function option({ value, label, disabled }: NativeOption) {
  return (
    <option key={value} value={value} disabled={disabled}>
      {label}
    </option>
  );
}

/** Neighbours of the same group together. */
function grouped(options: readonly NativeOption[]): { group?: string; members: NativeOption[] }[] {
  const groups: { group?: string; members: NativeOption[] }[] = [];
  for (const one of options) {
    const last = groups.at(-1);
    if (last && last.group === one.group) last.members.push(one);
    else groups.push({ group: one.group, members: [one] });
  }
  return groups;
}
