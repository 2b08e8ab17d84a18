/** The days of a figure as a small line, for the eye alone: the report by day has the numbers. */

import css from "./figures.module.css";

const WIDTH = 200;
const HEIGHT = 32;

export function Sparkline({ values }: { values: readonly number[] }) {
  const most = Math.max(...values);
  if (values.length < 3 || most <= 0) return null;
  const points = values.map((value, at) => {
    const x = (WIDTH * at) / (values.length - 1);
    const y = HEIGHT - 1 - ((HEIGHT - 3) * value) / most;
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  const line = `M${points.join("L")}`;
  return (
    <svg
      className={css.line}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={`${line}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z`} className={css.under} />
      <path d={line} className={css.stroke} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
