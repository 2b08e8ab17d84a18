/** Takes a chart away as a file: its drawing with the colours it has now, or its numbers. */

import type { ChartRow, ChartSeries } from "./Chart";

const PAINTED = ["fill", "stroke", "font", "font-size", "font-weight", "font-family", "stroke-dasharray"];
const PNG_SCALE = 2;

interface Table {
  rows: readonly ChartRow[];
  x: ChartSeries;
  series: readonly ChartSeries[];
  /** Writes a row's name. */
  formatX: (value: string) => string;
}

/**
 * The numbers as CSV, as spreadsheets of the language expect it: in Portuguese with semicolons and decimal commas.
 * Separators, quotes and formulas of texts are made harmless.
 */
export function csvOf({ rows, x, series, formatX }: Table, locale: string): string {
  const [separator, decimal] = locale.startsWith("pt") ? [";", ","] : [",", "."];
  const number = (value: string | number | null | undefined) =>
    typeof value === "number" ? String(value).replace(".", decimal) : cell(value ?? "");
  const lines = [
    [x, ...series].map(({ label }) => cell(label)),
    ...rows.map((row) => [
      cell(formatX(String(row[x.key] ?? ""))),
      ...series.map(({ key }) => number(row[key])),
    ]),
  ];
  return `\uFEFF${lines.map((line) => line.join(separator)).join("\r\n")}\r\n`;
}

function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Saves a drawing as SVG or PNG, or the text of a CSV. */
export async function downloadChart(
  content: SVGSVGElement | string,
  title: string,
  as: "svg" | "png" | "csv",
): Promise<void> {
  const blob =
    typeof content === "string"
      ? new Blob([content], { type: "text/csv;charset=utf-8" })
      : as === "png"
        ? await picture(content)
        : new Blob([standalone(content)], { type: "image/svg+xml" });
  save(blob, `${fileName(title)}.${as}`);
}

/** Letters and digits of the title, for every file system. */
export function fileName(title: string): string {
  const plain = title
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");
  return plain || "chart";
}

function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** The drawing with its computed colours and letters written into it, so that it needs no style sheet. */
function standalone(drawing: SVGSVGElement): string {
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  const originals = [drawing, ...drawing.querySelectorAll<SVGElement>("*")];
  const copies = [copy, ...copy.querySelectorAll<SVGElement>("*")];
  originals.forEach((original, at) => {
    const style = getComputedStyle(original);
    for (const property of PAINTED) copies[at]?.style.setProperty(property, style.getPropertyValue(property));
  });
  const { width, height } = drawing.getBoundingClientRect();
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  copy.style.background = getComputedStyle(drawing.closest("figure") ?? drawing).backgroundColor;
  return new XMLSerializer().serializeToString(copy);
}

async function picture(drawing: SVGSVGElement): Promise<Blob> {
  const { width, height } = drawing.getBoundingClientRect();
  const url = URL.createObjectURL(new Blob([standalone(drawing)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * PNG_SCALE;
    canvas.height = height * PNG_SCALE;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob(
        (blob) => (blob ? resolve(blob) : reject(new Error("The chart is too large"))),
        "image/png",
      ),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}
