/**
 * How much there is in each field of a grid, such as each hour of a week: the more, the darker (in dark themes the
 * lighter), with the number written into the field, so that it never depends on colour. Where it is narrow, columns
 * become rows.
 */

import { useFormatter, useTranslations } from "use-intl";
import type { DrawnChart } from "./Chart";
import css from "./Chart.module.css";
import { type Cell, cellsOf, ranges, STEPS, stepOf } from "./heatSteps";
import { useWidth } from "./useWidth";

const ROW = 32;
const HEAD = 24;
const GAP = 2;
const LEGEND = 34;
/** A field needs this much for its number. */
const NARROWEST_FIELD = 26;
const LETTER = 7;

export function HeatMap(props: DrawnChart) {
  const { title, formatY } = props;
  const t = useTranslations("shared");
  const format = useFormatter();
  const [svg, width] = useWidth(900);
  const cells = cellsOf(props);
  const rows = [...new Set(cells.map(({ row }) => row))];
  const columns = [...new Set(cells.map(({ column }) => column))];
  const margin = (names: readonly string[]) => Math.max(...names.map((name) => name.length)) * LETTER + 8;
  const isTurned = (width - margin(rows)) / columns.length < NARROWEST_FIELD;
  const [down, across] = isTurned ? [columns, rows] : [rows, columns];
  const start = margin(down);
  const field = (width - start) / across.length;
  const most = Math.max(0, ...cells.map(({ value }) => value));
  const busiest = cells.find(({ value }) => value === most);
  const written = (value: number) =>
    value < 1000 ? formatY(value) : format.number(value, { notation: "compact", maximumFractionDigits: 1 });
  const place = ({ row, column }: Cell) => {
    const [y, x] = isTurned
      ? [columns.indexOf(column), rows.indexOf(row)]
      : [rows.indexOf(row), columns.indexOf(column)];
    return `translate(${start + x * field} ${HEAD + y * ROW})`;
  };
  const height = HEAD + down.length * ROW + LEGEND;
  return (
    <svg
      ref={svg}
      data-chart
      role="img"
      aria-label={
        busiest && most > 0
          ? `${title}. ${t("ui.most", { where: `${busiest.row}, ${busiest.column}`, value: formatY(most) })}`
          : title
      }
      className={css.heat}
      viewBox={`0 0 ${width} ${height}`}
    >
      {across.map((name, at) => (
        <text key={name} x={start + (at + 0.5) * field} y={15} textAnchor="middle" className={css.heatName}>
          {name}
        </text>
      ))}
      {down.map((name, at) => (
        <text key={name} x={0} y={HEAD + at * ROW + ROW / 2 + 4} className={css.heatName}>
          {name}
        </text>
      ))}
      {cells.map((cell) => {
        const step = stepOf(cell.value, most);
        return (
          <g key={`${cell.row} ${cell.column}`} transform={place(cell)}>
            <title>{`${cell.row}, ${cell.column}: ${formatY(cell.value)}`}</title>
            <rect
              width={field - GAP}
              height={ROW - GAP}
              rx={4}
              className={[css.heatField, css[`heat${step}`]].join(" ")}
            />
            {cell.value > 0 && (
              <text
                x={(field - GAP) / 2}
                y={ROW / 2 + 3}
                textAnchor="middle"
                className={step > 3 ? css.heatHigh : css.heatLow}
              >
                {written(cell.value)}
              </text>
            )}
          </g>
        );
      })}
      <Legend most={most} width={width} y={height - LEGEND + 16} written={written} />
    </svg>
  );
}

interface LegendProps {
  most: number;
  width: number;
  y: number;
  written: (value: number) => string;
}

/** Which numbers have which shade. */
function Legend({ most, width, y, written }: LegendProps) {
  const shown = ranges(most);
  const each = Math.min(110, width / STEPS);
  return (
    <g transform={`translate(0 ${y})`}>
      {shown.map(({ step, from, to }, at) => (
        <g key={step} transform={`translate(${at * each} 0)`}>
          <rect width={14} height={14} rx={3} className={[css.heatField, css[`heat${step}`]].join(" ")} />
          <text x={20} y={11} className={css.heatName}>
            {from === to ? written(from) : `${written(from)}–${written(to)}`}
          </text>
        </g>
      ))}
    </g>
  );
}
