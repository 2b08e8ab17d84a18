/** What to tell in passing, from anywhere: `toast({ tone: "good", text })`. `Toaster` shows it. */

export type ToastTone = "neutral" | "good" | "danger";

export interface ToastRequest {
  text: string;
  tone?: ToastTone;
  /** A way back or on, such as "Undo". */
  action?: { label: string; onAction: () => void };
  /** Replaces the one that has the same key and is still shown. */
  key?: string;
}

export interface ShownToast extends ToastRequest {
  id: number;
  /** Null: until it is closed. */
  lastsMs: number | null;
}

const AT_MOST = 4;
const LASTS_MS = 6000;
const WITH_ACTION_LASTS_MS = 10_000;

let shown: readonly ShownToast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function publish(next: readonly ShownToast[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

/** Shows a toast and returns how to take it away. What failed stays until it is closed. */
export function toast(request: ToastRequest): () => void {
  lastId += 1;
  const id = lastId;
  const lastsMs =
    request.tone === "danger" && !request.action ? null : request.action ? WITH_ACTION_LASTS_MS : LASTS_MS;
  const others = request.key ? shown.filter((other) => other.key !== request.key) : shown;
  publish([...others, { ...request, id, lastsMs }].slice(-AT_MOST));
  return () => dismiss(id);
}

export function dismiss(id: number): void {
  publish(shown.filter((other) => other.id !== id));
}

export const toasts = {
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  snapshot: (): readonly ShownToast[] => shown,
};
