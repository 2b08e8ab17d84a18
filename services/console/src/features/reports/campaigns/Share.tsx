/** A part of one in words, with a bar below; with an interval, what it may be in truth. */

import { useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import css from "./campaigns.module.css";
import type { Interval } from "./data";

interface ShareProps {
  value: number | null;
  interval?: Interval | null;
  /** Where the bar ends. */
  scale?: number;
}

const HEIGHT = 10;
const MIDDLE = HEIGHT / 2;

export function Share({ value, interval, scale = 1 }: ShareProps) {
  const t = useTranslations("reportsCampaigns");
  const format = useFormat();
  if (value === null) return <span className={css.share}>–</span>;
  const at = (part: number) => `${Math.min(100, (100 * part) / scale)}%`;
  return (
    <span className={css.share}>
      <span className={css.numbers}>
        {format.percent(value, 1)}
        {interval && (
          <span className={css.interval}>
            {t("between", {
              low: format.number(interval.low * 100, 1),
              high: format.percent(interval.high, 1),
            })}
          </span>
        )}
      </span>
      <svg className={css.line} height={HEIGHT} width="100%" aria-hidden="true">
        {interval ? (
          <>
            <line x1="0" x2="100%" y1={MIDDLE} y2={MIDDLE} className={css.track} />
            <line
              x1={at(interval.low)}
              x2={at(interval.high)}
              y1={MIDDLE}
              y2={MIDDLE}
              className={css.whisker}
            />
            <line x1={at(interval.low)} x2={at(interval.low)} y1={1} y2={HEIGHT - 1} className={css.end} />
            <line x1={at(interval.high)} x2={at(interval.high)} y1={1} y2={HEIGHT - 1} className={css.end} />
            <circle cx={at(value)} cy={MIDDLE} r={3} className={css.point} />
          </>
        ) : (
          <>
            <rect width="100%" height={HEIGHT} rx={3} className={css.ground} />
            <rect width={at(value)} height={HEIGHT} rx={3} className={css.filled} />
          </>
        )}
      </svg>
    </span>
  );
}
