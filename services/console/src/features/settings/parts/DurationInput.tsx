/** A length of time, kept in minutes and typed in the largest unit that it is a whole number of. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { NativeSelect } from "@/shared/ui/NativeSelect";
import { NumberInput } from "@/shared/ui/NumberInput";
import { type DurationUnit, MINUTES, splitDuration } from "./duration";
import css from "./parts.module.css";

interface DurationInputProps {
  /** What it is the length of; it names the unit. */
  label: string;
  /** In minutes; null: none. */
  value: number | null;
  onValue: (minutes: number | null) => void;
  /** Those that can be chosen. */
  units?: readonly DurationUnit[];
  disabled?: boolean;
}

const ALL: readonly DurationUnit[] = ["minutes", "hours", "days"];

export function DurationInput({ label, value, onValue, units = ALL, disabled }: DurationInputProps) {
  const t = useTranslations("settingsParts");
  const [unit, setUnit] = useState<DurationUnit>(() => splitDuration(value, units).unit);
  const count = value === null ? null : value / MINUTES[unit];
  return (
    <div className={css.duration}>
      <NumberInput
        min={1}
        value={count}
        disabled={disabled}
        onValue={(typed) => onValue(typed === null ? null : Math.round(typed * MINUTES[unit]))}
      />
      <NativeSelect
        id={undefined}
        aria-label={t("unitOf", { name: label })}
        value={unit}
        disabled={disabled}
        options={units.map((each) => ({ value: each, label: t(`units.${each}`) }))}
        onValue={(next) => {
          setUnit(next);
          if (count !== null) onValue(Math.round(count * MINUTES[next]));
        }}
      />
    </div>
  );
}
