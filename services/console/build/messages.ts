/**
 * A Vite plugin: compiles the ICU messages of `messages/{pt,en}.json` when they are loaded, so that no parser is sent
 * to the browser (use-intl's `format-only` runs what icu-minify compiles).
 */

import compile from "icu-minify/compile";
import type { Plugin } from "vite";

const MESSAGES = /\/messages\/(pt|en)\.json$/;

type Messages = { [key: string]: string | Messages };

function compiled(messages: Messages): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(messages).map(([key, value]) => [
      key,
      typeof value === "string" ? compile(value) : compiled(value),
    ]),
  );
}

export function messages(): Plugin {
  return {
    name: "atende-messages",
    enforce: "pre",
    transform(code, id) {
      if (!MESSAGES.test(id)) return null;
      return { code: JSON.stringify(compiled(JSON.parse(code) as Messages)), map: null };
    },
  };
}
