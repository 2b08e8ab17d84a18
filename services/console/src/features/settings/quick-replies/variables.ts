/** The blanks of a quick reply: which there are, and how a text looks when they are filled in. Pure. */

import type { Media } from "./data";

export const VARIABLES = [
  "contact.firstName",
  "contact.name",
  "contact.phone",
  "agent.firstName",
  "agent.name",
  "ticket.number",
] as const;

const BLANK = /\{\{\s*([\w.]+)\s*(?:\|([^}]*))?\}\}/g;

/** Returns a text with sample values in its blanks; of one that is not known what is said instead, or the blank. */
export function sampled(text: string, samples: Readonly<Record<string, string>>): string {
  return text.replace(BLANK, (blank, name: string, instead: string | undefined) => {
    const value = samples[name];
    return value ?? instead?.trim() ?? blank;
  });
}

/** Returns a text with a blank put in where the cursor stands, and where the cursor stands then. */
export function withBlank(
  text: string,
  name: string,
  from: number,
  to: number,
): { text: string; at: number } {
  const blank = `{{${name}}}`;
  return { text: text.slice(0, from) + blank + text.slice(to), at: from + blank.length };
}

/** Returns a shortcut as it is stored: a slash and a word. */
export function shortcutOf(typed: string): string {
  const word = typed
    .trim()
    .replace(/^\/+/, "")
    .replace(/[\s/]+/g, "-");
  return word === "" ? "" : `/${word.slice(0, 32)}`;
}

/** Returns what kind of file WhatsApp takes one as. */
export function kindOf(mediaType: string): Media["kind"] {
  const [kind = ""] = mediaType.split("/");
  return kind === "image" || kind === "audio" || kind === "video" ? kind : "document";
}
