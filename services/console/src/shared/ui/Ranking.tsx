/** Who has how much of something: a bar for each with its number, and a thinner one for the second series, if any. */

import type { DrawnChart } from "./Chart";
import css from "./Chart.module.css";
import { useWidth } from "./useWidth";

const NAME = 20;
const BAR = 12;
const THIN = 4;
const GAP = 14;

export function Ranking({ title, rows, x, series, formatX, formatY }: DrawnChart) {
  const [svg, width] = useWidth(600);
  const [first, second] = series;
  const items = rows.map((row) => ({
    id: String(row[x.key]),
    name: formatX(String(row[x.key] ?? "")),
    value: numberOf(row[first?.key ?? ""]),
    before: second && numberOf(row[second.key]),
  }));
  const most = Math.max(0, ...items.flatMap(({ value, before }) => [value ?? 0, before ?? 0]));
  const long = (value: number | null) =>
    most > 0 && value !== null ? Math.max(value > 0 ? 3 : 0, (width * value) / most) : 0;
  const step = NAME + BAR + (second ? THIN + 2 : 0) + GAP;
  const words = (value: number | null) => (value === null ? "–" : formatY(value));
  const spoken = items.map(({ name, value }) => `${name}: ${words(value)}`).join("; ");
  return (
    <svg
      ref={svg}
      data-chart
      role="img"
      aria-label={`${title}. ${spoken}`}
      className={css.ranking}
      viewBox={`0 0 ${width} ${items.length * step - GAP + 2}`}
    >
      {items.map(({ id, name, value, before }, at) => (
        <g key={id} transform={`translate(0 ${at * step})`}>
          <text x={0} y={14} className={css.rankName}>
            {shortened(name, width)}
          </text>
          <text x={width} y={14} textAnchor="end" className={css.rankNumber}>
            {words(value)}
            {second && (
              <tspan className={css.rankBefore} dx={8}>
                {`${second.label}: ${words(before ?? null)}`}
              </tspan>
            )}
          </text>
          <rect y={NAME} width={width} height={BAR} rx={3} className={css.stepTrack} />
          <rect y={NAME} width={long(value)} height={BAR} rx={3} className={css.stepBar} />
          {second && (
            <rect
              y={NAME + BAR + 2}
              width={long(before ?? null)}
              height={THIN}
              rx={2}
              className={css.rankBarBefore}
            />
          )}
        </g>
      ))}
    </svg>
  );
}

const numberOf = (value: unknown) => (typeof value === "number" ? value : null);

/** A name as far as there is place beside its numbers. */
function shortened(name: string, width: number): string {
  const letters = Math.floor((width * 0.55) / 7);
  return name.length > letters ? `${name.slice(0, letters - 1)}…` : name;
}
