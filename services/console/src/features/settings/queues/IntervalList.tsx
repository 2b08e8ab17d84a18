/** The open times of one day: from when to when, and more than one where a break lies between. */

import { Plus, Trash2 } from "lucide-react";
import { useTranslations } from "use-intl";
import { IconButton } from "@/shared/ui/IconButton";
import { TextInput } from "@/shared/ui/TextInput";
import type { Interval } from "./data";
import { MOST_INTERVALS, withNext, wrongInterval } from "./hours";
import css from "./queues.module.css";

interface IntervalListProps {
  /** Names the day. */
  name: string;
  intervals: readonly Interval[];
  onChange: (intervals: Interval[]) => void;
}

export function IntervalList({ name, intervals, onChange }: IntervalListProps) {
  const t = useTranslations("settingsQueues");
  const wrong = wrongInterval(intervals);
  const change = (at: number, part: Partial<Interval>) =>
    onChange(intervals.map((interval, place) => (place === at ? { ...interval, ...part } : interval)));
  return (
    <div className={css.intervals}>
      {intervals.length === 0 && <span className={css.closed}>{t("hours.closed")}</span>}
      {intervals.map((interval, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an interval is its place; two may be the same.
        <div key={at} className={css.interval}>
          <TextInput
            type="time"
            dir="ltr"
            className={css.time}
            aria-label={t("hours.from", { day: name })}
            aria-invalid={wrong === at || undefined}
            value={interval.start}
            onValue={(start) => change(at, { start })}
          />
          <span aria-hidden="true">–</span>
          <TextInput
            type="time"
            dir="ltr"
            className={css.time}
            aria-label={t("hours.to", { day: name })}
            aria-invalid={wrong === at || undefined}
            value={interval.end}
            onValue={(end) => change(at, { end })}
          />
          <IconButton
            size="small"
            label={t("hours.remove", { day: name })}
            icon={Trash2}
            onClick={() => onChange(intervals.filter((_, place) => place !== at))}
          />
        </div>
      ))}
      {intervals.length < MOST_INTERVALS && (
        <IconButton
          size="small"
          label={t("hours.add", { day: name })}
          icon={Plus}
          onClick={() => onChange(withNext(intervals))}
        />
      )}
    </div>
  );
}
