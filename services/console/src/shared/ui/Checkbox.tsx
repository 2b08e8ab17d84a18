/** Yes or no beside its words. For a setting that takes effect at once: `Switch`. */

import { type ComponentProps, type ReactNode, useEffect, useId, useRef } from "react";
import css from "./Checkbox.module.css";
import { VisuallyHidden } from "./VisuallyHidden";

interface ChoiceProps extends Omit<ComponentProps<"input">, "type" | "size"> {
  label: string;
  hideLabel?: boolean;
  /** A second line. */
  hint?: ReactNode;
  onValue?: (checked: boolean) => void;
}

interface CheckboxProps extends ChoiceProps {
  /** Some of those that it stands for are chosen. */
  indeterminate?: boolean;
}

export function Checkbox({ indeterminate = false, ...rest }: CheckboxProps) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (input.current) input.current.indeterminate = indeterminate;
  }, [indeterminate]);
  return <Choice ref={input} {...rest} kind={css.box} />;
}

/** A setting that takes effect when it is turned on or off. */
export function Switch(props: ChoiceProps) {
  return <Choice role="switch" {...props} kind={css.switch} />;
}

function Choice({
  label,
  hideLabel,
  hint,
  onValue,
  onChange,
  kind,
  className,
  ...rest
}: ChoiceProps & { kind?: string }) {
  const id = useId();
  return (
    <div className={[css.choice, className].filter(Boolean).join(" ")}>
      <input
        type="checkbox"
        aria-describedby={hint ? `${id}-hint` : undefined}
        {...rest}
        id={id}
        className={`${css.input} ${kind}`}
        onChange={(event) => {
          onChange?.(event);
          onValue?.(event.target.checked);
        }}
      />
      <label htmlFor={id} className={css.label}>
        {hideLabel ? <VisuallyHidden>{label}</VisuallyHidden> : label}
      </label>
      {hint && (
        <div id={`${id}-hint`} className={css.hint}>
          {hint}
        </div>
      )}
    </div>
  );
}

export interface RadioOption<Value extends string = string> {
  value: Value;
  label: string;
  hint?: ReactNode;
  disabled?: boolean;
}

interface RadioGroupProps<Value extends string> {
  /** The question that the options answer. */
  label: string;
  hideLabel?: boolean;
  value: Value | null;
  onValue: (value: Value) => void;
  options: readonly RadioOption<Value>[];
  /** `cards` gives each option a frame: for few options that need explaining. */
  look?: "plain" | "cards";
  disabled?: boolean;
}

/** One of a few, all of which are to be read. */
export function RadioGroup<Value extends string>(props: RadioGroupProps<Value>) {
  const { label, hideLabel, value, onValue, options, look = "plain", disabled } = props;
  const name = useId();
  return (
    <fieldset className={`${css.group} ${css[look]}`} disabled={disabled}>
      <legend className={css.legend}>{hideLabel ? <VisuallyHidden>{label}</VisuallyHidden> : label}</legend>
      {options.map((option) => (
        <div key={option.value} className={css.choice}>
          <input
            type="radio"
            id={`${name}-${option.value}`}
            name={name}
            value={option.value}
            checked={option.value === value}
            disabled={option.disabled}
            aria-describedby={option.hint ? `${name}-${option.value}-hint` : undefined}
            className={`${css.input} ${css.radio}`}
            onChange={() => onValue(option.value)}
          />
          <label htmlFor={`${name}-${option.value}`} className={css.label}>
            {option.label}
          </label>
          {option.hint && (
            <div id={`${name}-${option.value}-hint`} className={css.hint}>
              {option.hint}
            </div>
          )}
        </div>
      ))}
    </fieldset>
  );
}
