/**
 * Rules of templates: what a form holds ↔ the components as Meta defines them. A template that has what the form cannot
 * hold (a file in the header, cards, offers, flows) is shown and not changed here.
 */

import type { RequestOf } from "@/shared/api/client";
import type { Template } from "./data";

export type Category = RequestOf<"templates.create">["category"];

export type FormButton =
  | { type: "QUICK_REPLY"; text: string }
  | { type: "URL"; text: string; url: string; example: string }
  | { type: "PHONE_NUMBER"; text: string; phone: string }
  | { type: "COPY_CODE"; example: string };

export interface TemplateForm {
  name: string;
  language: string;
  category: Category;
  header: "none" | "text" | "location";
  headerText: string;
  body: string;
  footer: string;
  buttons: readonly FormButton[];
  /** What Meta is shown for each variable, by `header`, `body` and the variable's name. */
  examples: Readonly<Record<string, string>>;
  /** Of authentication, whose text is WhatsApp's own. */
  securityHint: boolean;
  expiresMinutes: number | null;
  codeButton: string;
}

export const EMPTY: TemplateForm = {
  name: "",
  language: "pt_BR",
  category: "UTILITY",
  header: "none",
  headerText: "",
  body: "",
  footer: "",
  buttons: [],
  examples: {},
  securityHint: true,
  expiresMinutes: 10,
  codeButton: "",
};

export const MOST = { headerText: 60, body: 1024, footer: 60, button: 25, buttons: 10 } as const;

type Component = Record<string, unknown>;
const VARIABLE = /\{\{\s*([^{}]*?)\s*\}\}/g;
const isNumber = (name: string) => /^\d+$/.test(name);

/** Returns the names of a text's variables, each once, in their order; numbers ascending. */
export function variablesOf(text: string): string[] {
  const names = [...new Set([...text.matchAll(VARIABLE)].map((found) => found[1] ?? ""))];
  return names.every(isNumber) ? names.sort((a, b) => Number(a) - Number(b)) : names;
}

/** Returns a text with its variables filled by what `value` says, or left as they are. */
export function filled(text: string, value: (name: string) => string | undefined): string {
  return text.replace(VARIABLE, (place, name: string) => value(name) || place);
}

/** Returns the text with one more variable: the next number, or the given name. */
export function withVariable(text: string, at: number): string {
  const numbers = variablesOf(text).filter(isNumber).map(Number);
  const next = Math.max(0, ...numbers) + 1;
  return `${text.slice(0, at)}{{${next}}}${text.slice(at)}`;
}

export const exampleKey = (part: "header" | "body", name: string) => `${part}.${name}`;

/** Returns what is sent of a form. */
export function requestOf(form: TemplateForm): RequestOf<"templates.create"> {
  const { name, language, category } = form;
  const names = [...variablesOf(form.headerText), ...variablesOf(form.body)];
  const isNamed = names.some((one) => !isNumber(one));
  return {
    name,
    language,
    category,
    parameterFormat: isNamed && category !== "AUTHENTICATION" ? "NAMED" : "POSITIONAL",
    components: category === "AUTHENTICATION" ? codeComponents(form) : components(form, isNamed),
  };
}

function components(form: TemplateForm, isNamed: boolean): Component[] {
  const example = (part: "header" | "body", text: string): Component => {
    const names = variablesOf(text);
    if (names.length === 0) return {};
    const of = (name: string) => form.examples[exampleKey(part, name)] ?? "";
    if (isNamed) {
      const values = names.map((name) => ({ param_name: name, example: of(name) }));
      return { example: { [`${part}_text_named_params`]: values } };
    }
    return { example: part === "body" ? { body_text: [names.map(of)] } : { header_text: names.map(of) } };
  };
  const { header, headerText, body, footer, buttons } = form;
  return [
    ...(header === "text"
      ? [{ type: "HEADER", format: "TEXT", text: headerText, ...example("header", headerText) }]
      : []),
    ...(header === "location" ? [{ type: "HEADER", format: "LOCATION" }] : []),
    { type: "BODY", text: body, ...example("body", body) },
    ...(footer.trim() === "" ? [] : [{ type: "FOOTER", text: footer }]),
    ...(buttons.length === 0 ? [] : [{ type: "BUTTONS", buttons: buttons.map(buttonOf) }]),
  ];
}

function buttonOf(button: FormButton): Component {
  switch (button.type) {
    case "QUICK_REPLY":
      return { type: "QUICK_REPLY", text: button.text };
    case "PHONE_NUMBER":
      return { type: "PHONE_NUMBER", text: button.text, phone_number: button.phone.replace(/[^\d+]/g, "") };
    case "COPY_CODE":
      return { type: "COPY_CODE", example: button.example };
    case "URL": {
      const hasVariable = variablesOf(button.url).length > 0;
      const example = hasVariable ? { example: [filled(button.url, () => button.example)] } : {};
      return { type: "URL", text: button.text, url: button.url, ...example };
    }
  }
}

function codeComponents({ securityHint, expiresMinutes, codeButton }: TemplateForm): Component[] {
  return [
    { type: "BODY", add_security_recommendation: securityHint },
    ...(expiresMinutes === null ? [] : [{ type: "FOOTER", code_expiration_minutes: expiresMinutes }]),
    {
      type: "BUTTONS",
      buttons: [
        { type: "OTP", otp_type: "COPY_CODE", ...(codeButton.trim() && { text: codeButton.trim() }) },
      ],
    },
  ];
}

const textOf = (value: unknown) => (typeof value === "string" ? value : "");
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Returns the form of a template; undefined for one that has what the form cannot hold. */
export function formOf(template: Template): TemplateForm | undefined {
  const form = { ...EMPTY, examples: {} as Record<string, string> };
  form.name = template.name;
  form.language = template.language;
  const category = (["MARKETING", "UTILITY", "AUTHENTICATION"] as const).find(
    (one) => one === template.category,
  );
  if (!category) return undefined;
  form.category = category;
  for (const component of template.components as Component[]) {
    if (!readComponent(form, component)) return undefined;
  }
  return form;
}

function readComponent(
  form: { -readonly [Key in keyof TemplateForm]: TemplateForm[Key] } & { examples: Record<string, string> },
  component: Component,
): boolean {
  const isCode = form.category === "AUTHENTICATION";
  const example = (component.example ?? {}) as Component;
  switch (component.type) {
    case "HEADER":
      if (component.format !== "TEXT" && component.format !== "LOCATION") return false;
      form.header = component.format === "TEXT" ? "text" : "location";
      form.headerText = textOf(component.text);
      readExamples(
        form.examples,
        "header",
        form.headerText,
        listOf(example.header_text),
        example.header_text_named_params,
      );
      return true;
    case "BODY":
      form.body = textOf(component.text);
      form.securityHint = component.add_security_recommendation === true;
      readExamples(
        form.examples,
        "body",
        form.body,
        listOf(listOf(example.body_text)[0]),
        example.body_text_named_params,
      );
      return true;
    case "FOOTER":
      form.footer = textOf(component.text);
      form.expiresMinutes =
        typeof component.code_expiration_minutes === "number" ? component.code_expiration_minutes : null;
      return true;
    case "BUTTONS": {
      const buttons = listOf(component.buttons) as Component[];
      if (isCode) {
        form.codeButton = textOf(buttons[0]?.text);
        return buttons.length === 1 && (buttons[0]?.otp_type ?? "COPY_CODE") === "COPY_CODE";
      }
      const read = buttons.map(readButton);
      form.buttons = read.filter((button) => button !== undefined);
      return form.buttons.length === buttons.length;
    }
    default:
      return false;
  }
}

function readExamples(
  examples: Record<string, string>,
  part: "header" | "body",
  text: string,
  byNumber: unknown[],
  byName: unknown,
): void {
  const named = new Map(
    (listOf(byName) as Component[]).map((one) => [textOf(one.param_name), textOf(one.example)]),
  );
  for (const [at, name] of variablesOf(text).entries()) {
    examples[exampleKey(part, name)] = named.get(name) ?? textOf(byNumber[at]);
  }
}

function readButton(button: Component): FormButton | undefined {
  const text = textOf(button.text);
  switch (button.type) {
    case "QUICK_REPLY":
      return { type: "QUICK_REPLY", text };
    case "PHONE_NUMBER":
      return { type: "PHONE_NUMBER", text, phone: textOf(button.phone_number) };
    case "COPY_CODE":
      return { type: "COPY_CODE", example: textOf(listOf(button.example)[0] ?? button.example) };
    case "URL": {
      const url = textOf(button.url);
      const whole = textOf(listOf(button.example)[0] ?? button.example);
      const start = url.replace(/\{\{.*$/, "");
      return { type: "URL", text, url, example: whole.startsWith(start) ? whole.slice(start.length) : whole };
    }
    default:
      return undefined;
  }
}
