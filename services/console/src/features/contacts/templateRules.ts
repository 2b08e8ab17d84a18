/** Templates that can be filled in with texts alone: what they ask for, what they say, what a message makes of them. */

import type { AnswerOf } from "@/shared/api/client";

export type Template = AnswerOf<"templates.list">["items"][number];

/** A place to fill in: `key` names it in the form, `variable` in the template. */
export interface Place {
  key: string;
  part: "header" | "body" | "button";
  variable: string;
  /** Of a button. */
  index?: number;
  isCode?: boolean;
}

interface Part {
  type?: string;
  format?: string;
  text?: string;
}

const TEXT_BUTTONS = ["URL", "COPY_CODE"];
const PLAIN_BUTTONS = ["QUICK_REPLY", "PHONE_NUMBER"];

/** Whether texts are all that a template asks for: no picture, no cards, no form. */
export function isFillable({ parameters }: Template): boolean {
  const header = parameters.header;
  return (
    (!header || header.format === "TEXT") &&
    !parameters.limitedTimeOffer &&
    parameters.cards.length === 0 &&
    parameters.buttons.every(({ type, variables }) =>
      TEXT_BUTTONS.includes(type) ? true : PLAIN_BUTTONS.includes(type) && variables.length === 0,
    )
  );
}

export function placesOf({ parameters }: Template): Place[] {
  return [
    ...(parameters.header?.variables ?? []).map(
      (variable): Place => ({ key: `header.${variable}`, part: "header", variable }),
    ),
    ...parameters.body.map((variable): Place => ({ key: `body.${variable}`, part: "body", variable })),
    ...parameters.buttons.flatMap(({ index, type, variables }) =>
      variables.map(
        (variable): Place => ({
          key: `button.${index}.${variable}`,
          part: "button",
          variable,
          index,
          isCode: type === "COPY_CODE",
        }),
      ),
    ),
  ];
}

/** What the customer will read; places that are still empty keep their braces. */
export function textOf(template: Template, values: Readonly<Record<string, string>>): string {
  const shown = (template.components as Part[]).filter(
    ({ type, text }) => text && ["HEADER", "BODY", "FOOTER"].includes((type ?? "").toUpperCase()),
  );
  return shown
    .map(({ type, text = "" }) =>
      text.replace(/\{\{\s*([^{}]*?)\s*\}\}/g, (place, variable: string) => {
        return values[`${(type ?? "").toLowerCase()}.${variable}`]?.trim() || place;
      }),
    )
    .join("\n\n");
}

type Component = Record<string, unknown>;

/** The components of the message, as WhatsApp takes them. */
export function componentsOf(template: Template, values: Readonly<Record<string, string>>): Component[] {
  const isNamed = template.parameterFormat === "NAMED";
  const places = placesOf(template);
  const text = ({ key, variable }: Place) => ({
    type: "text",
    ...(isNamed && { parameter_name: variable }),
    text: values[key]?.trim() ?? "",
  });
  const components: Component[] = [];
  for (const part of ["header", "body"] as const) {
    const own = places.filter((place) => place.part === part);
    if (own.length > 0) components.push({ type: part, parameters: own.map(text) });
  }
  for (const place of places.filter(({ part }) => part === "button")) {
    const value = values[place.key]?.trim() ?? "";
    components.push({
      type: "button",
      sub_type: place.isCode ? "copy_code" : "url",
      index: String(place.index ?? 0),
      parameters: [
        place.isCode ? { type: "coupon_code", coupon_code: value } : { type: "text", text: value },
      ],
    });
  }
  return components;
}
