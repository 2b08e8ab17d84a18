/** A template as Meta defines it: its parts, and what it says with values in place of its variables. Pure. */

export interface TemplateButton {
  type: string;
  text: string;
  url?: string;
}

export interface TemplateParts {
  header?: { format: string; text?: string };
  body: string;
  footer?: string;
  buttons: TemplateButton[];
}

interface Component {
  type?: unknown;
  format?: unknown;
  text?: unknown;
  buttons?: unknown;
}

const text = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);

/** Returns the parts of a template, as far as they are known here. */
export function partsOf(components: readonly object[] | null): TemplateParts | null {
  if (!components) return null;
  const parts: TemplateParts = { body: "", buttons: [] };
  for (const component of components as Component[]) {
    const type = text(component.type)?.toUpperCase();
    if (type === "HEADER") {
      parts.header = { format: text(component.format)?.toUpperCase() ?? "TEXT", text: text(component.text) };
    }
    if (type === "BODY") parts.body = text(component.text) ?? "";
    if (type === "FOOTER") parts.footer = text(component.text);
    if (type === "BUTTONS" && Array.isArray(component.buttons)) {
      parts.buttons = (component.buttons as Record<string, unknown>[]).map((button) => ({
        type: text(button.type) ?? "",
        text: text(button.text) ?? text(button.type) ?? "",
        url: text(button.url),
      }));
    }
  }
  return parts;
}

/** Puts values in place of `{{1}}` or `{{name}}`; a variable without a value stays as it is. */
export function filled(words: string, values: Readonly<Record<string, string | undefined>>): string {
  return words.replace(/\{\{\s*([\w.]+)\s*\}\}/g, (whole, name: string) => values[name]?.trim() || whole);
}
