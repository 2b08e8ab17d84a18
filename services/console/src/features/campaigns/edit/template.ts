/** What a template says with its values filled in, part by part, as WhatsApp shows it. Pure. */

import type { Rendered, Template } from "../data";

export interface ShownMessage {
  header?: { kind: "text"; text: string } | { kind: "image" | "video" | "document"; name: string | null };
  text: string;
  footer?: string;
  buttons: readonly { type: string; text: string }[];
}

interface Definition {
  type?: string;
  format?: string;
  text?: string;
  buttons?: { type?: string; text?: string }[];
}
interface Sent {
  type?: string;
  parameters?: { type?: string; text?: string; parameter_name?: string; [kind: string]: unknown }[];
}

/** Puts values into `{{1}}` or `{{name}}`; without a value the place stays as it is. */
export function filledIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{\{\s*([\w]+)\s*\}\}/g, (place, name: string) => values[name] || place);
}

const valuesOf = (sent: Sent | undefined): Record<string, string> =>
  Object.fromEntries(
    (sent?.parameters ?? []).map((each, place) => [
      each.parameter_name ?? String(place + 1),
      each.text ?? "",
    ]),
  );

/** Returns a template as a message shows it; `sent` are the components of what is sent. */
export function shownTemplate(definition: readonly unknown[], sent: readonly unknown[]): ShownMessage {
  const given = (type: string) => (sent as Sent[]).find((each) => each.type?.toLowerCase() === type);
  const shown: ShownMessage = { text: "", buttons: [] };
  for (const part of definition as Definition[]) {
    if (part.type === "BODY") shown.text = filledIn(part.text ?? "", valuesOf(given("body")));
    else if (part.type === "FOOTER") shown.footer = part.text ?? "";
    else if (part.type === "HEADER") shown.header = headerOf(part, given("header"));
    else if (part.type === "BUTTONS")
      shown.buttons = (part.buttons ?? []).map(({ type = "", text = "" }) => ({ type, text }));
  }
  return shown;
}

function headerOf(part: Definition, sent: Sent | undefined): ShownMessage["header"] {
  if (part.format === "TEXT") return { kind: "text", text: filledIn(part.text ?? "", valuesOf(sent)) };
  const kind = part.format?.toLowerCase();
  if (kind !== "image" && kind !== "video" && kind !== "document") return undefined;
  const value = sent?.parameters?.[0]?.[kind] as { filename?: string } | undefined;
  return { kind, name: value?.filename ?? null };
}

/** Returns the message as a recipient would see it; undefined if it cannot be rendered. */
export function shownMessage(rendered: Rendered, templates: readonly Template[]): ShownMessage | undefined {
  if (rendered.message !== null) return { text: rendered.message, buttons: [] };
  if (rendered.media) {
    const { type, caption, filename } = rendered.media;
    const kind = type === "image" || type === "video" ? type : "document";
    return { header: { kind, name: filename }, text: caption ?? "", buttons: [] };
  }
  if (!rendered.template) return undefined;
  const { name, language, components } = rendered.template;
  const known = templates.find((each) => each.name === name && each.language === language);
  return known ? shownTemplate(known.components, components) : { text: name, buttons: [] };
}
