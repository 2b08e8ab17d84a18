/** Which row of the list has the focus, if it is not the ticket that is open: keys are meant for it. */

import { type FocusEvent, useState } from "react";
import type { TicketRow } from "../rules";

const rowOf = (target: EventTarget | null): string | undefined =>
  target instanceof Element ? target.closest<HTMLElement>("[data-ticket]")?.dataset.ticket : undefined;

export function useRowFocus(rows: readonly TicketRow[], openId: string | undefined) {
  const [focused, setFocused] = useState<string>();
  const [held, setHeld] = useState<string>();
  const id = held ?? (focused === openId ? undefined : focused);
  return {
    row: id === undefined ? undefined : rows.find((row) => row.id === id),
    /** Keeps the row while a dialog that was asked for it has the focus. */
    hold: (isHeld: boolean) => setHeld(isHeld ? id : undefined),
    handlers: {
      onFocus: (event: FocusEvent) => setFocused(rowOf(event.target)),
      onBlur: (event: FocusEvent) => setFocused(rowOf(event.relatedTarget)),
    },
  };
}
