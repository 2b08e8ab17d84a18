/**
 * Errors in words: by their code, from what the services publish (`generated/words.*.json`, written by `make docs`),
 * else by the server's own sentence. The tables are loaded when the first error is to be shown.
 */

import { useCallback, useEffect, useSyncExternalStore } from "react";
import { useTranslations } from "use-intl";
import { type Locale, messageStore } from "../i18n/messages";
import { type FieldProblem, NetworkError, type Problem, ProblemError } from "./problems";

/** The sentences of one language. */
export interface WordTable {
  problems: Record<string, string>;
  fields: Record<string, string>;
  /** Why a message was not delivered, or a channel does not send. */
  reasons: Record<string, string>;
  titles: Record<string, string>;
}

const load: Record<Locale, () => Promise<{ default: WordTable }>> = {
  pt: () => import("./generated/words.pt.json"),
  en: () => import("./generated/words.en.json"),
};
const tables: Partial<Record<Locale, WordTable>> = {};
const listeners = new Set<() => void>();

/** Loads the sentences of a language, once. */
export async function loadWords(locale: Locale): Promise<void> {
  if (tables[locale]) return;
  tables[locale] = (await load[locale]()).default;
  for (const listener of listeners) listener();
}

/** Puts parameters into a sentence; what is not given stays as `{name}`. */
export function fill(sentence: string, params: Record<string, unknown> = {}): string {
  return sentence.replace(/\{(\w+)\}/g, (place, name: string) => shown(params[name]) ?? place);
}

function shown(value: unknown): string | undefined {
  if (Array.isArray(value)) return value.join(", ");
  return value === undefined || value === null ? undefined : String(value);
}

/** Returns the sentence of a problem: its reason's, its code's, the server's, the title of its status. */
export function wordsOfProblem(problem: Problem, table: WordTable | undefined): string | undefined {
  const { reason, code, params, detail } = problem;
  const known = table?.problems[reason ?? code] ?? (detail ? undefined : table?.problems[code]);
  if (known) {
    const words = fill(known, params);
    if (!/\{\w+\}/.test(words)) return words;
  }
  return detail ?? table?.titles[String(problem.status)] ?? undefined;
}

/** Returns the sentence of what is wrong with a field. */
export function wordsOfField(field: FieldProblem, table: WordTable | undefined): string {
  const known = table?.fields[field.code] ?? table?.problems[field.code];
  const words = known === undefined ? field.message : fill(known, field.params);
  return /\{\w+\}/.test(words) ? field.message : words;
}

function useTable(): WordTable | undefined {
  const locale = useSyncExternalStore(messageStore.subscribe, () => messageStore.locale);
  useEffect(() => {
    // Without the tables the server's own sentences are shown; they are asked for again with the next error.
    loadWords(locale).catch(() => undefined);
  }, [locale]);
  return useSyncExternalStore(subscribe, () => tables[locale]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Returns what says an error in the user's language. */
export function useProblemWords(): (error: unknown) => string {
  const t = useTranslations("sharedApi");
  const table = useTable();
  return useCallback(
    (error: unknown) => {
      if (error instanceof NetworkError) return t("network");
      if (!(error instanceof ProblemError)) return t("unknown");
      if (error.code === "too-many-requests" && error.retryAfter !== undefined)
        return t("tooManyRequests", { seconds: Math.max(1, Math.ceil(error.retryAfter)) });
      if (error.code === "invalid-input" && Object.keys(error.fields).length > 0) return t("invalidInput");
      if (error.status >= 500 && error.code === `http-${error.status}`) return t("away");
      return wordsOfProblem(error.problem, table) ?? t("status", { status: error.status });
    },
    [t, table],
  );
}

/** Returns what says in the user's language what is wrong with a field. */
export function useFieldWords(): (field: FieldProblem) => string {
  const table = useTable();
  return useCallback((field: FieldProblem) => wordsOfField(field, table), [table]);
}

/** Returns what says a reason's code: why a channel does not send, say. Undefined for one that is not known. */
export function useReasonWords(): (code: string) => string | undefined {
  const table = useTable();
  return useCallback((code: string) => table?.reasons[code], [table]);
}
