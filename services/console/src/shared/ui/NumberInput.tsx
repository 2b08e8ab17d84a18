/** Controls for what is typed in a form of its own: numbers, telephone numbers, moments. Labelled by the `Field` around. */

import type { ComponentProps } from "react";
import { useTimeZone } from "use-intl";
import { phone } from "../format/format";
import { TextInput } from "./TextInput";
import { instantOf, wallClock } from "./zonedTime";

type InputProps = Omit<ComponentProps<typeof TextInput>, "value" | "onValue" | "type">;

interface NumberInputProps extends InputProps {
  value: number | null;
  /** Null while nothing, or no number, is typed. */
  onValue: (value: number | null) => void;
}

/** A number. The wheel scrolls the page and does not change it. */
export function NumberInput({ value, onValue, ...rest }: NumberInputProps) {
  return (
    <TextInput
      inputMode={Number.isInteger(rest.step ?? 1) ? "numeric" : "decimal"}
      {...rest}
      type="number"
      value={value ?? ""}
      onChange={(event) => {
        const number = event.target.valueAsNumber;
        onValue(Number.isNaN(number) ? null : number);
      }}
      onWheel={(event) => event.currentTarget.blur()}
    />
  );
}

interface PhoneInputProps extends InputProps {
  value: string;
  onValue: (value: string) => void;
}

/** A telephone number as it is typed; Brazilian ones are set in their usual groups when the field is left. */
export function PhoneInput({ value, onValue, onBlur, ...rest }: PhoneInputProps) {
  return (
    <TextInput
      autoComplete="tel"
      inputMode="tel"
      placeholder="+55 11 98765-4321"
      {...rest}
      type="tel"
      dir="ltr"
      value={value}
      onValue={onValue}
      onBlur={(event) => {
        onBlur?.(event);
        const grouped = groupedPhone(value);
        if (grouped !== value) onValue(grouped);
      }}
    />
  );
}

/** Groups a Brazilian number (`11987654321` is `+55 11 98765-4321`); any other stays as it is. */
export function groupedPhone(typed: string): string {
  const digits = typed.replace(/\D/g, "").replace(/^0+/, "");
  const isForeign = typed.trim().startsWith("+") && !digits.startsWith("55");
  if (isForeign) return typed.trim();
  const local = digits.length > 11 && digits.startsWith("55") ? digits.slice(2) : digits;
  return /^[1-9]{2}9?\d{8}$/.test(local) ? phone(`55${local}`) : typed.trim();
}

interface DateTimeInputProps extends InputProps {
  /** An instant, ISO 8601; null where none is chosen. */
  value: string | null;
  onValue: (value: string | null) => void;
  /** The clock that is typed; the company's if none is given. */
  timeZone?: string;
  /** Instants. */
  min?: string;
  max?: string;
}

/** A moment by the company's clock, whichever the browser's is. */
export function DateTimeInput({ value, onValue, timeZone, min, max, ...rest }: DateTimeInputProps) {
  const company = useTimeZone();
  const zone = timeZone ?? company ?? "UTC";
  const shown = (instant?: string | null) => (instant ? wallClock(new Date(instant), zone) : undefined);
  return (
    <TextInput
      {...rest}
      type="datetime-local"
      dir="ltr"
      min={shown(min)}
      max={shown(max)}
      value={shown(value) ?? ""}
      onValue={(typed) => onValue(instantOf(typed, zone)?.toISOString() ?? null)}
    />
  );
}

interface DateInputProps extends InputProps {
  /** A day: `2026-03-08`; empty where none is chosen. */
  value: string;
  onValue: (value: string) => void;
}

/** A day, of no time zone. */
export function DateInput(props: DateInputProps) {
  return <TextInput {...props} type="date" dir="ltr" />;
}
