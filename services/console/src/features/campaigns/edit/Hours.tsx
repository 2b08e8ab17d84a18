/** Hours of the week in which a campaign may send. */

import { Plus, Trash2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/shared/ui/Button";
import { Field } from "@/shared/ui/Field";
import { IconButton } from "@/shared/ui/IconButton";
import { TextInput } from "@/shared/ui/TextInput";
import css from "./CampaignForm.module.css";
import { isForward, type Window } from "./form";
import { WEEKDAYS } from "./timing";

interface HoursProps {
  windows: readonly Window[];
  onWindows: (windows: Window[]) => void;
}

const WORKDAYS: Window = { days: [1, 2, 3, 4, 5], from: "09:00", to: "18:00" };
const MOST = 21;

export function Hours({ windows, onWindows }: HoursProps) {
  const t = useTranslations("campaigns");
  const set = (at: number, window: Window) =>
    onWindows(windows.map((each, place) => (place === at ? window : each)));
  return (
    <>
      {windows.length > 0 && (
        <ul className={css.list}>
          {windows.map((window, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: hours have no names, and keep their places.
            <li key={place} className={css.item}>
              <DayPicker
                label={t("when.days")}
                days={window.days}
                onDays={(days) => set(place, { ...window, days: [...days] })}
              />
              <Field label={t("when.from")}>
                <TextInput
                  type="time"
                  className={css.clock}
                  value={window.from}
                  onValue={(from) => set(place, { ...window, from })}
                />
              </Field>
              <Field
                label={t("when.to")}
                error={isForward(window) || window.days.length === 0 ? undefined : t("when.reversed")}
              >
                <TextInput
                  type="time"
                  className={css.clock}
                  value={window.to === "24:00" ? "23:59" : window.to}
                  onValue={(to) => set(place, { ...window, to })}
                />
              </Field>
              <IconButton
                icon={Trash2}
                label={t("when.removeHours", { number: place + 1 })}
                onClick={() => onWindows(windows.filter((_, other) => other !== place))}
              />
            </li>
          ))}
        </ul>
      )}
      <div>
        <Button
          icon={Plus}
          disabled={windows.length >= MOST}
          onClick={() => onWindows([...windows, WORKDAYS])}
        >
          {t(windows.length === 0 ? "when.limitHours" : "when.addHours")}
        </Button>
      </div>
    </>
  );
}

interface DayPickerProps {
  label: string;
  days: readonly number[];
  onDays: (days: number[]) => void;
}

/** Days of the week, each on or off. */
export function DayPicker({ label, days, onDays }: DayPickerProps) {
  const t = useTranslations("campaigns");
  return (
    <fieldset className={css.plain}>
      <legend>{label}</legend>
      <div className={css.days}>
        {WEEKDAYS.map((day) => (
          <button
            key={day}
            type="button"
            className={css.day}
            aria-pressed={days.includes(day)}
            aria-label={t(`weekdays.${day}.long`)}
            onClick={() =>
              onDays(days.includes(day) ? days.filter((other) => other !== day) : [...days, day].sort())
            }
          >
            {t(`weekdays.${day}.short`)}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
