/** Who has how much of something: a bar for each with its number, and a thinner one for the second series, if any. */

import type { DrawnChart } from "./Chart";
import css from "./Chart.module.css";
import { useWidth } from "./useWidth";
import { linesOf } from "./wrapped";

const LINE = 18;
const BAR = 12;
const THIN = 4;
const GAP = 14;
/** How wide a letter is, about. */
const LETTER = 7;

export function Ranking({ title, rows, x, series, formatX, formatY }: DrawnChart) {
  const [svg, width] = useWidth(600);
  const [first, second] = series;
  const words = (value: number | null) => (value === null ? "–" : formatY(value));
  let height = 0;
  const items = rows.map((row) => {
    const value = numberOf(row[first?.key ?? ""]);
    const before = second ? numberOf(row[second.key]) : null;
    const numbers = [words(value), second && `${second.label}: ${words(before)}`];
    const beside = (numbers.join("").length + 3) * LETTER;
    const name = formatX(String(row[x.key] ?? ""));
    const lines = linesOf(name, Math.floor((width - beside) / LETTER));
    const top = height;
    height += lines.length * LINE + 2 + BAR + (second ? THIN + 2 : 0) + GAP;
    return { id: String(row[x.key]), name, lines, value, before, numbers, top };
  });
  const most = Math.max(0, ...items.flatMap(({ value, before }) => [value ?? 0, before ?? 0]));
  const long = (value: number | null) =>
    most > 0 && value !== null ? Math.max(value > 0 ? 3 : 0, (width * value) / most) : 0;
  const spoken = items.map(({ name, value }) => `${name}: ${words(value)}`).join("; ");
  return (
    <svg
      ref={svg}
      data-chart
      role="img"
      aria-label={`${title}. ${spoken}`}
      className={css.ranking}
      viewBox={`0 0 ${width} ${Math.max(1, height - GAP + 2)}`}
    >
      {items.map(({ id, lines, value, before, numbers, top }) => (
        <g key={id} transform={`translate(0 ${top})`}>
          <text className={css.rankName}>
            {lines.map((line, at) => (
              <tspan key={line} x={0} y={14 + at * LINE}>
                {line}
              </tspan>
            ))}
          </text>
          <text x={width} y={14 + (lines.length - 1) * LINE} textAnchor="end" className={css.rankNumber}>
            {numbers[0]}
            {second && (
              <tspan className={css.rankBefore} dx={8}>
                {numbers[1]}
              </tspan>
            )}
          </text>
          <g transform={`translate(0 ${lines.length * LINE + 2})`}>
            <rect width={width} height={BAR} rx={3} className={css.stepTrack} />
            <rect width={long(value)} height={BAR} rx={3} className={css.stepBar} />
            {second && (
              <rect y={BAR + 2} width={long(before)} height={THIN} rx={2} className={css.rankBarBefore} />
            )}
          </g>
        </g>
      ))}
    </svg>
  );
}

const numberOf = (value: unknown) => (typeof value === "number" ? value : null);
