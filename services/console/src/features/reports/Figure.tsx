/** A figure in a table: its value, how far it is from the time before, and a line of what is behind it. */

import type { ReactNode } from "react";
import { ChangeNote } from "./ChangeNote";
import type { FigureKind, Look } from "./figures";
import css from "./figures.module.css";
import { useFigureWords } from "./useFigureWords";

interface FigureProps {
  look: Look;
  value: number | null;
  before?: number | null | undefined;
  better?: FigureKind["better"];
  note?: ReactNode;
}

export function Figure({ look, value, before, better = "neither", note }: FigureProps) {
  const words = useFigureWords();
  return (
    <span className={css.figure}>
      <span className={css.figureLine}>
        <ChangeNote look={look} better={better} now={value} before={before} />
        {words.value(look, value)}
      </span>
      {note && value !== null && <small>{note}</small>}
    </span>
  );
}
