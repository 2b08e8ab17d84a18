/** What a message is made of while it is written: a text, an approved template with its values, a file. Pure. */

import type { RequestOf } from "@/shared/api/client";
import type { Template } from "../data";
import type { Campaign } from "../rules";

type Body = RequestOf<"campaigns.create">;
type TemplateBody = NonNullable<Body["template"]>;
type MediaBody = NonNullable<Body["media"]>;
export type MediaType = MediaBody["type"];

export interface FileForm {
  type: MediaType;
  /** Of a file of ours. */
  id: string | null;
  url: string | null;
  filename: string | null;
}

export interface ContentForm {
  kind: "text" | "template" | "file";
  text: string;
  template: { name: string; language: string } | null;
  /** Values of the template's text, by number or name. */
  parameters: Readonly<Record<string, string>>;
  headerText: string;
  headerFile: FileForm | null;
  /** Values of the template's buttons, by their place. */
  buttons: Readonly<Record<number, { type: "url" | "quick_reply" | "copy_code"; value: string }>>;
  file: FileForm | null;
  caption: string;
}

export const EMPTY: ContentForm = {
  kind: "text",
  text: "",
  template: null,
  parameters: {},
  headerText: "",
  headerFile: null,
  buttons: {},
  file: null,
  caption: "",
};

type Shown = Pick<Campaign, "message" | "template" | "media">;
interface Parameter {
  type?: string;
  text?: string;
  parameter_name?: string;
  payload?: string;
  coupon_code?: string;
  [kind: string]: unknown;
}
interface Component {
  type?: string;
  sub_type?: string;
  index?: string;
  parameters?: Parameter[];
}

/** Returns the form of a stored content. */
export function formOfContent({ message, template, media }: Shown): ContentForm {
  if (media) {
    const { type, id, url, filename, caption } = media;
    return { ...EMPTY, kind: "file", file: { type, id, url, filename }, caption: caption ?? "" };
  }
  if (!template) return { ...EMPTY, text: message ?? "" };
  const form = { ...EMPTY, kind: "template" as const, buttons: {} as Record<number, ButtonValue> };
  form.template = { name: template.name, language: template.language };
  for (const component of template.components as Component[]) readComponent(component, form);
  return form;
}

type ButtonValue = ContentForm["buttons"][number];

function readComponent(
  component: Component,
  form: ContentForm & { buttons: Record<number, ButtonValue> },
): void {
  const parameters = component.parameters ?? [];
  const [first] = parameters;
  if (component.type === "body") {
    form.parameters = Object.fromEntries(
      parameters.map((each, place) => [each.parameter_name ?? String(place + 1), each.text ?? ""]),
    );
  } else if (component.type === "header" && first) {
    if (first.type === "text") form.headerText = first.text ?? "";
    else form.headerFile = headerFile(first);
  } else if (component.type === "button" && first) {
    const type = component.sub_type as ButtonValue["type"];
    const value = first.text ?? first.payload ?? first.coupon_code ?? "";
    form.buttons[Number(component.index)] = { type, value: String(value) };
  }
}

function headerFile(parameter: Parameter): FileForm {
  const type = parameter.type as MediaType;
  const file = (parameter[type] ?? {}) as { media_id?: string; link?: string; filename?: string };
  return { type, id: file.media_id ?? null, url: file.link ?? null, filename: file.filename ?? null };
}

/** Returns the content of a request; undefined while it says nothing. */
export function contentOf(form: ContentForm): Pick<Body, "message" | "template" | "media"> | undefined {
  if (form.kind === "text") return form.text.trim() === "" ? undefined : { message: form.text };
  if (form.kind === "file") {
    if (!form.file || !(form.file.id || form.file.url)) return undefined;
    const { type, id, url, filename } = form.file;
    const media: MediaBody = { type, ...(id ? { id } : { url }), ...(filename ? { filename } : {}) };
    return { media: form.caption.trim() === "" ? media : { ...media, caption: form.caption } };
  }
  if (!form.template) return undefined;
  const values = [
    ...Object.values(form.parameters),
    ...Object.values(form.buttons).map(({ value }) => value),
  ];
  if (values.some((value) => value.trim() === "")) return undefined;
  return { template: templateBody(form, form.template) };
}

function templateBody(
  form: ContentForm,
  { name, language }: { name: string; language: string },
): TemplateBody {
  const body: TemplateBody = { name, language, parameters: { ...form.parameters } };
  if (form.headerFile && (form.headerFile.id || form.headerFile.url)) {
    const { type, id, url, filename } = form.headerFile;
    const file = { ...(id ? { id } : { url }), ...(filename && type === "document" ? { filename } : {}) };
    body.header = { type: type as "image" | "video" | "document", ...file };
  } else if (form.headerText.trim() !== "") {
    body.header = { type: "text", text: form.headerText };
  }
  const buttons = Object.entries(form.buttons);
  if (buttons.length > 0) {
    body.buttons = buttons.map(([index, { type, value }]) => ({ index: Number(index), type, value }));
  }
  return body;
}

/** What a template has to be given, as the form asks for it. */
export interface Needs {
  header: "text" | "image" | "video" | "document" | null;
  body: readonly string[];
  buttons: readonly { index: number; type: "url" | "copy_code" }[];
}

const HEADERS = { TEXT: "text", IMAGE: "image", VIDEO: "video", DOCUMENT: "document" } as const;

export function needsOf({ parameters }: Template): Needs {
  const { header, body, buttons } = parameters;
  const format = header ? HEADERS[header.format as keyof typeof HEADERS] : undefined;
  const isNeeded = format !== undefined && (format !== "text" || (header?.variables.length ?? 0) > 0);
  return {
    header: isNeeded ? (format ?? null) : null,
    body,
    buttons: buttons.flatMap(({ index, type, variables }): Needs["buttons"] => {
      if (type === "COPY_CODE") return [{ index, type: "copy_code" }];
      return type === "URL" && variables.length > 0 ? [{ index, type: "url" }] : [];
    }),
  };
}

/** Returns the form with another template: values of the same names stay. */
export function withTemplate(form: ContentForm, template: Template): ContentForm {
  const needs = needsOf(template);
  const isSameFile = form.headerFile?.type === needs.header;
  return {
    ...form,
    kind: "template",
    template: { name: template.name, language: template.language },
    parameters: Object.fromEntries(needs.body.map((name) => [name, form.parameters[name] ?? ""])),
    headerText: needs.header === "text" ? form.headerText : "",
    headerFile:
      needs.header && needs.header !== "text"
        ? isSameFile
          ? form.headerFile
          : { type: needs.header, id: null, url: null, filename: null }
        : null,
    buttons: Object.fromEntries(
      needs.buttons.map(({ index, type }) => [index, form.buttons[index] ?? { type, value: "" }]),
    ),
  };
}

/** Whether this template's messages can be written here: no carousels, offers with an end, or places. */
export function isUsable({ parameters }: Template): boolean {
  const format = parameters.header?.format;
  return (
    parameters.cards.length === 0 && !parameters.limitedTimeOffer && format !== "LOCATION" && format !== "GIF"
  );
}
