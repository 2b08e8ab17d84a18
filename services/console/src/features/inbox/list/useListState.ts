/** What the list remembers while it is shown: where the keyboard is, and what is selected. */

import { useCallback, useEffect, useRef, useState } from "react";
import { useCommand } from "@/shared/keyboard/commands";
import type { TicketRow } from "../rules";
import { showOrder } from "./order";
import { NOTHING, type Selection, toggled } from "./selection";

export interface ListState {
  /** The row that Tab reaches, and from which `j` and `k` go on. */
  cursor: string | undefined;
  /** Counted up with each move by a key. */
  moves: number;
  focus: (id: string) => void;
  selection: Selection;
  isSelecting: boolean;
  select: (id: string, isRange: boolean) => void;
  selectAll: () => void;
  startSelecting: () => void;
  clear: () => void;
}

export function useListState(
  rows: readonly TicketRow[],
  openId: string | undefined,
  onOpen: (id: string) => void,
  maySelect: boolean,
): ListState {
  const [at, setAt] = useState<string>();
  const [moves, setMoves] = useState(0);
  const [selection, setSelection] = useState(NOTHING);
  const [isStarted, setStarted] = useState(false);
  const has = (id: string | undefined) => id !== undefined && rows.some((row) => row.id === id);
  const cursor = has(at) ? at : has(openId) ? openId : rows[0]?.id;

  useEffect(() => showOrder(rows), [rows]);
  useEffect(() => setAt(openId), [openId]);

  const latest = useRef({ rows, cursor, at });
  latest.current = { rows, cursor, at };
  const move = (by: number) => {
    const index = rows.findIndex((row) => row.id === cursor);
    // The first press goes to the first row, unless the keyboard or an open ticket is somewhere already.
    const isFresh = !has(at) && !has(openId);
    const next = rows[isFresh ? 0 : Math.min(Math.max(index + by, 0), rows.length - 1)];
    if (!next) return;
    setAt(next.id);
    setMoves((count) => count + 1);
  };
  const select = useCallback((id: string, isRange: boolean) => {
    setSelection((before) => toggled(before, id, isRange, latest.current.rows));
  }, []);
  const clear = useCallback(() => {
    setSelection(NOTHING);
    setStarted(false);
  }, []);
  useCommand("listNext", () => move(1));
  useCommand("listPrevious", () => move(-1));
  useCommand("listOpen", () => cursor && onOpen(cursor), cursor !== undefined && cursor !== openId);
  useCommand("listSelect", () => cursor && select(cursor, false), maySelect && cursor !== undefined);

  return {
    cursor,
    moves,
    focus: setAt,
    selection,
    isSelecting: isStarted || selection.ids.size > 0,
    select,
    selectAll: () => setSelection({ ids: new Set(rows.map((row) => row.id)), anchor: undefined }),
    startSelecting: () => setStarted(true),
    clear,
  };
}
