/** One figure of the summary: its value, how far it is from the time before, what is behind it, and its days in small. */

import type { ReactNode } from "react";
import { ChangeNote } from "./ChangeNote";
import type { FigureKind, Look } from "./figures";
import css from "./figures.module.css";
import { Sparkline } from "./Sparkline";
import { useFigureWords } from "./useFigureWords";

interface TileProps {
  name: string;
  look: Look;
  value: number | null;
  before: number | null | undefined;
  better?: FigureKind["better"];
  /** What is counted, or what else is known of it. */
  hint?: ReactNode;
  /** Its value on each day. */
  days?: readonly number[] | undefined;
}

export function Tile({ name, look, value, before, better = "neither", hint, days }: TileProps) {
  const words = useFigureWords();
  return (
    <div className={css.tile}>
      <dt className={css.name}>{name}</dt>
      <dd className={css.value}>
        {words.value(look, value)}
        <ChangeNote look={look} better={better} now={value} before={before} isLong />
      </dd>
      {hint && <dd className={css.hint}>{hint}</dd>}
      {days && (
        <dd className={css.spark} aria-hidden="true">
          <Sparkline values={days} />
        </dd>
      )}
    </div>
  );
}
