/** How many get from each step to the next: a bar for each, with its number and its share of the first. */

import { useFormatter, useTranslations } from "use-intl";
import type { DrawnChart } from "./Chart";
import css from "./Chart.module.css";
import { useWidth } from "./useWidth";

const STEP = 56;
const BAR = 14;

export function Funnel({ title, rows, x, series, formatX, formatY }: DrawnChart) {
  const t = useTranslations("shared");
  const format = useFormatter();
  const [svg, width] = useWidth(600);
  const key = series[0]?.key ?? "";
  const steps = rows.map((row) => ({
    name: formatX(String(row[x.key] ?? "")),
    value: Number(row[key] ?? 0),
  }));
  const first = steps[0]?.value ?? 0;
  const share = (value: number) =>
    first > 0 ? format.number(value / first, { style: "percent", maximumFractionDigits: 1 }) : "–";
  const spoken = steps
    .map((step) => `${step.name}: ${formatY(step.value)} (${share(step.value)})`)
    .join("; ");
  return (
    <svg
      ref={svg}
      data-chart
      role="img"
      aria-label={`${title}. ${spoken}`}
      className={css.funnel}
      viewBox={`0 0 ${width} ${steps.length * STEP}`}
    >
      {steps.map((step, index) => (
        <g key={step.name} transform={`translate(0 ${index * STEP})`}>
          <text x={0} y={18} className={css.stepName}>
            {step.name}
          </text>
          <text x={width} y={18} textAnchor="end" className={css.stepNumber}>
            {formatY(step.value)}
            {index > 0 && (
              <tspan className={css.stepShare} dx={8}>
                {t("ui.ofFirst", { share: share(step.value) })}
              </tspan>
            )}
          </text>
          <rect x={0} y={26} width={width} height={BAR} rx={4} className={css.stepTrack} />
          <rect
            x={0}
            y={26}
            width={first > 0 ? Math.max(step.value > 0 ? 3 : 0, (width * step.value) / first) : 0}
            height={BAR}
            rx={4}
            className={css.stepBar}
          />
        </g>
      ))}
    </svg>
  );
}
