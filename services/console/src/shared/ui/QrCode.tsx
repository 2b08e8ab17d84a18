/** A QR code as a drawing, dark on light in every theme, for cameras that know no other. */

import { useMemo } from "react";
import { encode } from "uqr";
import css from "./QrCode.module.css";

interface QrCodeProps {
  /** What the code says. */
  value: string;
  /** What it is for, said in its place: "QR code to connect WhatsApp". */
  label: string;
  /** In pixels. */
  size?: number;
}

export function QrCode({ value, label, size = 240 }: QrCodeProps) {
  const { path, side } = useMemo(() => drawing(value), [value]);
  return (
    <svg
      role="img"
      aria-label={label}
      className={css.code}
      width={size}
      height={size}
      viewBox={`0 0 ${side} ${side}`}
      shapeRendering="crispEdges"
    >
      <path className={css.dark} d={path} />
    </svg>
  );
}

/** Squares of ground around it, without which some cameras find no code. */
const QUIET = 4;

/** One path for all dark squares of a row that touch. */
function drawing(value: string): { path: string; side: number } {
  const { data, size } = encode(value, { ecc: "M", border: QUIET });
  const runs: string[] = [];
  data.forEach((row, y) => {
    let start = -1;
    for (let x = 0; x <= row.length; x++) {
      if (row[x] && start < 0) start = x;
      if (!row[x] && start >= 0) {
        runs.push(`M${start} ${y}h${x - start}v1h${start - x}z`);
        start = -1;
      }
    }
  });
  return { path: runs.join(""), side: size };
}
