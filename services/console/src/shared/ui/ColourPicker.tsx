/** A colour of a few, each with its name; for telling tags and queues apart. */

import { Check } from "lucide-react";
import { useId } from "react";
import { useTranslations } from "use-intl";
import css from "./ColourPicker.module.css";
import { SWATCHES } from "./swatches";

interface ColourPickerProps {
  label: string;
  /** `#rrggbb`; one that is none of ours is offered, too. */
  value: string;
  onValue: (value: string) => void;
  disabled?: boolean;
}

export function ColourPicker({ label, value, onValue, disabled }: ColourPickerProps) {
  const t = useTranslations("shared");
  const name = useId();
  const chosen = value.toLowerCase();
  const options = SWATCHES.map((swatch) => ({
    value: swatch.value as string,
    name: t(`ui.colours.${swatch.name}`),
  }));
  if (chosen && !options.some((option) => option.value === chosen))
    options.push({ value: chosen, name: chosen });
  return (
    <fieldset className={css.picker} disabled={disabled}>
      <legend className={css.legend}>{label}</legend>
      <div className={css.swatches}>
        {options.map((option) => (
          <label key={option.value} className={css.swatch} title={option.name}>
            <input
              type="radio"
              className={css.input}
              name={name}
              value={option.value}
              checked={option.value === chosen}
              aria-label={option.name}
              onChange={() => onValue(option.value)}
            />
            <span className={css.colour} style={{ backgroundColor: option.value }} aria-hidden="true">
              {option.value === chosen && <Check size={14} strokeWidth={3} />}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
