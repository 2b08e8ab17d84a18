// The bridge's log: JSON lines on standard error, of known words only. Whatever else would print is silenced.

import { destination, pino } from "pino";

// libsignal prints whole sessions with console.info, keys included. This module is imported before anything else.
for (const name of ["log", "info", "warn", "error", "debug", "trace", "dir", "table"] as const) {
  globalThis.console[name] = () => undefined;
}

export const log = pino(
  { base: null, timestamp: false, formatters: { level: (label) => ({ level: label }) } },
  destination({ dest: 2, sync: true }),
);

/** What Baileys logs holds addresses and content, so none of it is kept. */
export const silent = pino({ level: "silent" });

/** Names an error in a word: its code where it has one, never its message, which may hold content. */
export function nameOf(error: unknown): string {
  const { output, code, name } = (error ?? {}) as {
    output?: { statusCode?: unknown };
    code?: unknown;
    name?: unknown;
  };
  const known = output?.statusCode ?? code ?? name ?? typeof error;
  return (
    String(known)
      .replace(/[^\w.:-]/g, "_")
      .slice(0, 80) || "error"
  );
}

/** Where in the code an error was thrown: `file:line`, without the message. */
export function placeOf(error: unknown): string {
  const frame =
    error instanceof Error
      ? (error.stack ?? "").split("\n").find((line) => /^\s+at .*:\d+\)?$/.test(line))
      : "";
  const found = /([\w.-]+:\d+):\d+\)?$/.exec(frame ?? "");
  return found?.[1] ?? "unknown";
}
