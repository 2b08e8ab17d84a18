/** When a queue's team works: by weekday, and on days that differ. */

import { CalendarPlus, CopyCheck, Trash2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/shared/ui/Button";
import { IconButton } from "@/shared/ui/IconButton";
import { DateInput } from "@/shared/ui/NumberInput";
import { TextInput } from "@/shared/ui/TextInput";
import type { Exception, Hours } from "./data";
import { asOnWeekdays, DAYS } from "./hours";
import { IntervalList } from "./IntervalList";
import css from "./queues.module.css";

interface HoursEditorProps {
  hours: Required<Hours>;
  onChange: (hours: Required<Hours>) => void;
}

export function HoursEditor({ hours, onChange }: HoursEditorProps) {
  const t = useTranslations("settingsQueues");
  return (
    <div className={css.hours}>
      <ul className={css.days}>
        {DAYS.map((day) => (
          <li key={day} className={css.day}>
            <span className={css.dayName}>{t(`days.${day}`)}</span>
            <IntervalList
              name={t(`days.${day}`)}
              intervals={hours[day]}
              onChange={(intervals) => onChange({ ...hours, [day]: intervals })}
            />
            {day === "monday" && (
              <IconButton
                size="small"
                label={t("hours.everyWeekday")}
                icon={CopyCheck}
                onClick={() => onChange(asOnWeekdays(hours, day))}
              />
            )}
          </li>
        ))}
      </ul>
      <Exceptions
        exceptions={hours.exceptions}
        onChange={(exceptions) => onChange({ ...hours, exceptions })}
      />
    </div>
  );
}

interface ExceptionsProps {
  exceptions: readonly Exception[];
  onChange: (exceptions: Exception[]) => void;
}

function Exceptions({ exceptions, onChange }: ExceptionsProps) {
  const t = useTranslations("settingsQueues");
  const change = (at: number, part: Partial<Exception>) =>
    onChange(exceptions.map((one, place) => (place === at ? { ...one, ...part } : one)));
  return (
    <div className={css.exceptions}>
      <h3 className={css.subtitle}>{t("exceptions.title")}</h3>
      <p className={css.note}>{t("exceptions.text")}</p>
      {exceptions.map((exception, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an exception is its place until it is stored.
        <div key={at} className={css.exception}>
          <DateInput
            aria-label={t("exceptions.date")}
            value={exception.date}
            onValue={(date) => change(at, { date })}
          />
          <TextInput
            aria-label={t("exceptions.name")}
            placeholder={t("exceptions.name")}
            maxLength={60}
            value={exception.name ?? ""}
            onValue={(name) => change(at, { name: name || null })}
          />
          <IntervalList
            name={exception.name || exception.date || t("exceptions.new")}
            intervals={exception.intervals ?? []}
            onChange={(intervals) => change(at, { intervals })}
          />
          <IconButton
            size="small"
            label={t("exceptions.remove", { name: exception.name || exception.date || t("exceptions.new") })}
            icon={Trash2}
            onClick={() => onChange(exceptions.filter((_, place) => place !== at))}
          />
        </div>
      ))}
      <div>
        <Button
          size="small"
          icon={CalendarPlus}
          onClick={() => onChange([...exceptions, { date: "", name: null, intervals: [] }])}
        >
          {t("exceptions.add")}
        </Button>
      </div>
    </div>
  );
}
