/** Bars and lines, by Recharts: loaded with the first chart. */

import { type ReactNode, useId } from "react";
import {
  Bar,
  BarChart,
  CartesianGrid,
  Line,
  LineChart,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import type { ChartSeries, DrawnChart } from "./Chart";
import css from "./Chart.module.css";

const COLOURS = ["var(--chart-1)", "var(--chart-2)", "var(--chart-3)", "var(--chart-4)"];
const DASHES = [undefined, "6 4", "2 3", "10 3 2 3"];
const TICK = { fill: "var(--muted)", fontSize: 12 };

export function ChartDrawing(props: DrawnChart & { kind: "bar" | "line" }) {
  const { kind, rows, x, series, stacked, formatX, formatY, height } = props;
  const id = useId();
  const data = [...rows];
  const fills = series.map((_, at) => (at === 0 ? COLOURS[0] : `url(#${id}-${at})`));
  const frame = (
    <>
      <CartesianGrid vertical={false} stroke="var(--hairline)" />
      <XAxis
        dataKey={x.key}
        tick={TICK}
        tickLine={false}
        axisLine={{ stroke: "var(--hairline)" }}
        tickFormatter={(value) => formatX(String(value))}
        minTickGap={16}
      />
      <YAxis
        tick={TICK}
        tickLine={false}
        axisLine={false}
        width="auto"
        allowDecimals={false}
        tickFormatter={(value) => formatY(Number(value))}
      />
      <Tooltip
        cursor={{ fill: "var(--sunken)", stroke: "var(--hairline)" }}
        isAnimationActive={false}
        content={({ active, label }) =>
          active ? (
            <Tip
              title={formatX(String(label))}
              series={series}
              row={rows.find((row) => String(row[x.key]) === String(label))}
              formatY={formatY}
              kind={kind}
            />
          ) : null
        }
      />
    </>
  );
  return (
    <>
      {series.length > 1 && (
        <ul className={css.legend}>
          {series.map((one, at) => (
            <li key={one.key}>
              <Sample kind={kind} at={at} />
              {one.label}
            </li>
          ))}
        </ul>
      )}
      <ResponsiveContainer width="100%" height={height}>
        {kind === "bar" ? (
          <BarChart data={data} barGap={2} title={props.title}>
            <Hatches id={id} />
            {frame}
            {series.map((one, at) => (
              <Bar
                key={one.key}
                dataKey={one.key}
                name={one.label}
                fill={fills[at]}
                stroke={COLOURS[at]}
                strokeWidth={at === 0 ? 0 : 1}
                stackId={stacked ? "all" : undefined}
                maxBarSize={40}
                radius={stacked ? 0 : [3, 3, 0, 0]}
                isAnimationActive={false}
              />
            ))}
          </BarChart>
        ) : (
          <LineChart data={data} title={props.title}>
            {frame}
            {series.map((one, at) => (
              <Line
                key={one.key}
                dataKey={one.key}
                name={one.label}
                stroke={COLOURS[at]}
                strokeDasharray={DASHES[at]}
                strokeWidth={2}
                dot={rows.length < 3}
                activeDot={{ r: 4 }}
                isAnimationActive={false}
              />
            ))}
          </LineChart>
        )}
      </ResponsiveContainer>
    </>
  );
}

/** Stripes, dots and lines of the second to fourth series. */
function Hatches({ id }: { id: string }) {
  const drawn: ReactNode[] = [
    <path key="stripes" d="M-2 2l4 -4M0 8l8 -8M6 10l4 -4" stroke={COLOURS[1]} strokeWidth={2.5} />,
    <circle key="dots" cx={4} cy={4} r={2.2} fill={COLOURS[2]} />,
    <path key="lines" d="M0 2h8M0 6h8" stroke={COLOURS[3]} strokeWidth={2} />,
  ];
  return (
    <defs>
      {drawn.map((content, at) => (
        <pattern
          key={COLOURS[at + 1]}
          id={`${id}-${at + 1}`}
          width={8}
          height={8}
          patternUnits="userSpaceOnUse"
        >
          <rect width={8} height={8} fill={COLOURS[at + 1]} opacity={0.28} />
          {content}
        </pattern>
      ))}
    </defs>
  );
}

/** What a series looks like, for the legend and the tip. */
function Sample({ kind, at }: { kind: "bar" | "line"; at: number }) {
  const id = useId();
  return (
    <svg width={20} height={12} aria-hidden="true">
      {kind === "line" ? (
        <path d="M0 6h20" stroke={COLOURS[at]} strokeWidth={2.5} strokeDasharray={DASHES[at]} />
      ) : (
        <>
          <Hatches id={id} />
          <rect
            x={0.5}
            y={0.5}
            width={19}
            height={11}
            rx={2}
            fill={at === 0 ? COLOURS[0] : `url(#${id}-${at})`}
            stroke={COLOURS[at]}
          />
        </>
      )}
    </svg>
  );
}

interface TipProps {
  title: string;
  series: readonly ChartSeries[];
  row: DrawnChart["rows"][number] | undefined;
  formatY: (value: number) => string;
  kind: "bar" | "line";
}

function Tip({ title, series, row, formatY, kind }: TipProps) {
  return (
    <div className={css.tip}>
      <span className={css.tipTitle}>{title}</span>
      {series.map((one, at) => (
        <span key={one.key} className={css.tipLine}>
          {series.length > 1 && <Sample kind={kind} at={at} />}
          {one.label}
          <span className={css.tipNumber}>
            {typeof row?.[one.key] === "number" ? formatY(row[one.key] as number) : "–"}
          </span>
        </span>
      ))}
    </div>
  );
}
