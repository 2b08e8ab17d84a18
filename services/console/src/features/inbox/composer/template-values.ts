/** The values that a template takes, and the message that they make of it. Pure. */

import type { AnswerOf, RequestOf } from "@/shared/api/client";

export type Template = AnswerOf<"tickets.listTemplates">["items"][number];
export type TemplateContent = Extract<
  NonNullable<RequestOf<"tickets.reply">["content"]>,
  { kind: "template" }
>;

/** One value to be given. */
export interface ValueField {
  /** Unlike those of the others: `body 1`, `header nome`, `button 0`. */
  id: string;
  part: "header" | "body" | "button";
  /** The variable, as the template has it. */
  name: string;
  /** Of a button: its place, and what kind it is. */
  index?: number;
  buttonType?: "URL" | "COPY_CODE";
}

export type FileKind = "image" | "video" | "document";

const FILES: Record<string, FileKind> = { IMAGE: "image", VIDEO: "video", DOCUMENT: "document" };

/** Returns the file that stands above the template, if it takes one. */
export function fileOf({ parameters }: Template): FileKind | null {
  return FILES[parameters.header?.format ?? ""] ?? null;
}

/** Carousels, offers and places need more than is asked for here: they are sent by campaigns or programs. */
export function isSimple({ parameters }: Template): boolean {
  const format = parameters.header?.format;
  const hasKnownHeader = !format || format === "TEXT" || format in FILES;
  return hasKnownHeader && parameters.cards === 0 && !parameters.limitedTimeOffer;
}

/** Returns the values to be given, in the order in which they are read. */
export function fieldsOf({ parameters }: Template): ValueField[] {
  const texts = (part: "header" | "body", names: readonly string[]): ValueField[] =>
    names.map((name) => ({ id: `${part} ${name}`, part, name }));
  return [
    ...texts("header", parameters.header?.variables ?? []),
    ...texts("body", parameters.body),
    ...parameters.buttons.flatMap(({ index, type, variables }): ValueField[] => {
      if (type !== "COPY_CODE" && (type !== "URL" || variables.length === 0)) return [];
      return [{ id: `button ${index}`, part: "button", name: variables[0] ?? "", index, buttonType: type }];
    }),
  ];
}

export type Values = Readonly<Record<string, string>>;

/** Returns the fields that have no value yet. */
export const missingOf = (template: Template, values: Values): ValueField[] =>
  fieldsOf(template).filter((field) => !values[field.id]?.trim());

interface HeaderFile {
  id: string;
  filename: string;
}

/** Returns the message of a template with its values, which are all given. */
export function contentOf(template: Template, values: Values, file: HeaderFile | null): TemplateContent {
  const isNamed = template.parameterFormat === "NAMED";
  const parameter = ({ id, name }: ValueField) => ({
    type: "text",
    text: values[id]?.trim() ?? "",
    ...(isNamed && { parameter_name: name }),
  });
  const fields = fieldsOf(template);
  const of = (part: ValueField["part"]) => fields.filter((field) => field.part === part);
  const kind = fileOf(template);
  const components: Record<string, unknown>[] = [];
  if (kind && file) {
    const media = { media_id: file.id, ...(kind === "document" && { filename: file.filename }) };
    components.push({ type: "header", parameters: [{ type: kind, [kind]: media }] });
  }
  if (of("header").length > 0) components.push({ type: "header", parameters: of("header").map(parameter) });
  if (of("body").length > 0) components.push({ type: "body", parameters: of("body").map(parameter) });
  for (const field of of("button")) {
    const value = values[field.id]?.trim() ?? "";
    const isCode = field.buttonType === "COPY_CODE";
    components.push({
      type: "button",
      sub_type: isCode ? "copy_code" : "url",
      index: String(field.index),
      parameters: [isCode ? { type: "coupon_code", coupon_code: value } : { type: "text", text: value }],
    });
  }
  return { kind: "template", name: template.name, language: template.language, components };
}

/** Returns what the preview puts in place of the variables of a part. */
export function shownValues(
  template: Template,
  values: Values,
  part: "header" | "body",
): Record<string, string | undefined> {
  return Object.fromEntries(
    fieldsOf(template)
      .filter((field) => field.part === part)
      .map((field) => [field.name, values[field.id]]),
  );
}
