/** Asks before something that cannot be taken back, from anywhere: `if (await confirm({ title, action })) …`. */

export interface ConfirmRequest {
  title: string;
  /** What happens, and to what. */
  text?: string;
  /** The button that goes on, in a verb: "Delete 12 contacts". */
  action: string;
  cancel?: string;
  danger?: boolean;
  /** A word that has to be typed first; for what is large and final. */
  typed?: string;
}

export interface Asked extends ConfirmRequest {
  answer: (isConfirmed: boolean) => void;
}

let asked: Asked | null = null;
const listeners = new Set<() => void>();

function publish(next: Asked | null): void {
  asked = next;
  for (const listener of listeners) listener();
}

/** Resolves to whether it was confirmed. A second question while one is open answers the first with no. */
export function confirm(request: ConfirmRequest): Promise<boolean> {
  asked?.answer(false);
  return new Promise((resolve) => {
    publish({
      ...request,
      answer: (isConfirmed) => {
        publish(null);
        resolve(isConfirmed);
      },
    });
  });
}

export const confirmations = {
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  snapshot: (): Asked | null => asked,
};
