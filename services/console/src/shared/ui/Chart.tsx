/**
 * Numbers as a drawing, with the same numbers as a table beside it, and both to take away: SVG, PNG, CSV. The drawing's
 * code is loaded when the first chart is shown. Series are told apart by hatching and dashes, too; four at most.
 */

import { ChartColumn, Download, Table2 } from "lucide-react";
import { lazy, type ReactNode, Suspense, useRef, useState } from "react";
import { useFormatter, useLocale, useTranslations } from "use-intl";
import css from "./Chart.module.css";
import { csvOf, downloadChart } from "./chartExport";
import { Empty } from "./Empty";
import { Funnel } from "./Funnel";
import { IconButton } from "./IconButton";
import { Menu } from "./Menu";
import { Skeleton } from "./Skeleton";
import { toast } from "./toast";

export interface ChartSeries {
  key: string;
  label: string;
}

export type ChartRow = Record<string, string | number | null>;

export interface ChartProps {
  kind: "bar" | "line" | "funnel" | "ranking" | "heat";
  title: string;
  text?: ReactNode;
  rows: readonly ChartRow[];
  /** The column that names the rows, and its heading in the table. */
  x: ChartSeries;
  /** Four at most; a funnel has one, a ranking two, a heat map as many as it has columns. */
  series: readonly ChartSeries[];
  /** Bars on each other rather than beside each other. */
  stacked?: boolean;
  /** Writes a row's name on the axis. */
  formatX?: (value: string) => string;
  /** Writes a number: of messages, minutes, a share. */
  formatY?: (value: number) => string;
  height?: number;
  /** Beside the heading, such as a choice of what is shown. */
  actions?: ReactNode;
}

const HeatMap = lazy(() => import("./HeatMap").then((module) => ({ default: module.HeatMap })));
const Ranking = lazy(() => import("./Ranking").then((module) => ({ default: module.Ranking })));
const ChartDrawing = lazy(() =>
  import("./ChartDrawing").then((module) => ({ default: module.ChartDrawing })),
);

export function Chart(props: ChartProps) {
  const { kind, title, text, rows, height = 260, actions, formatX = String } = props;
  const t = useTranslations("shared");
  const format = useFormatter();
  const locale = useLocale();
  const formatY = props.formatY ?? ((value: number) => format.number(value));
  const [isTable, setTable] = useState(false);
  const figure = useRef<HTMLElement>(null);
  const drawn = { ...props, formatX, formatY, height };
  const svg = () => figure.current?.querySelector<SVGSVGElement>("svg[data-chart], svg.recharts-surface");
  const save = (as: "svg" | "png" | "csv") => {
    const content = as === "csv" ? csvOf(drawn, locale) : svg();
    if (!content) return;
    downloadChart(content, title, as).catch(() => toast({ text: t("ui.downloadFailed"), tone: "danger" }));
  };
  return (
    <figure ref={figure} className={css.chart} aria-label={title}>
      <figcaption className={css.header}>
        <div className={css.words}>
          <span className={css.title}>{title}</span>
          {text && <span className={css.text}>{text}</span>}
        </div>
        {actions && <div className={css.actions}>{actions}</div>}
        {rows.length > 0 && (
          <div className={css.tools}>
            <IconButton
              label={isTable ? t("ui.showChart") : t("ui.showTable")}
              icon={isTable ? ChartColumn : Table2}
              onClick={() => setTable(!isTable)}
            />
            <Menu
              trigger={<IconButton label={t("ui.download")} icon={Download} />}
              items={[
                ...(isTable
                  ? []
                  : [
                      { label: t("ui.downloadAs", { format: "SVG" }), onSelect: () => save("svg") },
                      { label: t("ui.downloadAs", { format: "PNG" }), onSelect: () => save("png") },
                    ]),
                { label: t("ui.downloadAs", { format: "CSV" }), onSelect: () => save("csv") },
              ]}
            />
          </div>
        )}
      </figcaption>
      {rows.length === 0 ? (
        <Empty compact icon={ChartColumn} title={t("ui.noData")} />
      ) : isTable ? (
        <ChartTable {...drawn} />
      ) : kind === "funnel" ? (
        <Funnel {...drawn} />
      ) : (
        <Suspense fallback={<Skeleton kind="block" height={height} />}>
          {kind === "heat" ? (
            <HeatMap {...drawn} />
          ) : kind === "ranking" ? (
            <Ranking {...drawn} />
          ) : (
            <ChartDrawing {...drawn} kind={kind} />
          )}
        </Suspense>
      )}
    </figure>
  );
}

export type DrawnChart = ChartProps & Required<Pick<ChartProps, "formatX" | "formatY" | "height">>;

function ChartTable({ title, rows, x, series, formatX, formatY }: DrawnChart) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard.
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields.
    <div className={css.scroller} role="group" aria-label={title} tabIndex={0}>
      <table className={css.table}>
        <thead>
          <tr>
            {[x, ...series].map((column) => (
              <th key={column.key} scope="col">
                {column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={String(row[x.key])}>
              <th scope="row">{formatX(String(row[x.key] ?? ""))}</th>
              {series.map(({ key }) => (
                <td key={key}>{typeof row[key] === "number" ? formatY(row[key]) : "–"}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
