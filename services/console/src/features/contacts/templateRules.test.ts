/** Templates that are filled in with texts. */

import { describe, expect, it } from "vitest";
import { componentsOf, isFillable, placesOf, type Template, textOf } from "./templateRules";

const TEMPLATE = {
  id: "t1",
  name: "pedido",
  language: "pt_BR",
  parameterFormat: "POSITIONAL",
  components: [
    { type: "HEADER", format: "TEXT", text: "Oi, {{1}}" },
    { type: "BODY", text: "Pedido {{1}} sai {{ 2 }}." },
    { type: "FOOTER", text: "Padaria" },
    { type: "BUTTONS", buttons: [] },
  ],
  parameters: {
    header: { format: "TEXT", variables: ["1"] },
    body: ["1", "2"],
    buttons: [
      { index: 0, type: "URL", variables: ["1"] },
      { index: 1, type: "COPY_CODE", variables: ["1"] },
    ],
    limitedTimeOffer: false,
    cards: [],
  },
} as unknown as Template;

const VALUES = {
  "header.1": "Ana",
  "body.1": "42",
  "body.2": "hoje",
  "button.0.1": "42",
  "button.1.1": "BOLO10",
};

describe("templates", () => {
  it("say what the customer will read", () => {
    expect(textOf(TEMPLATE, { "header.1": "Ana", "body.1": "42" })).toBe(
      "Oi, Ana\n\nPedido 42 sai {{ 2 }}.\n\nPadaria",
    );
  });

  it("become what WhatsApp takes", () => {
    expect(placesOf(TEMPLATE).map(({ key }) => key)).toEqual(Object.keys(VALUES));
    expect(componentsOf(TEMPLATE, VALUES)).toEqual([
      { type: "header", parameters: [{ type: "text", text: "Ana" }] },
      {
        type: "body",
        parameters: [
          { type: "text", text: "42" },
          { type: "text", text: "hoje" },
        ],
      },
      { type: "button", sub_type: "url", index: "0", parameters: [{ type: "text", text: "42" }] },
      {
        type: "button",
        sub_type: "copy_code",
        index: "1",
        parameters: [{ type: "coupon_code", coupon_code: "BOLO10" }],
      },
    ]);
  });

  it("name their places where the template does", () => {
    const named = {
      ...TEMPLATE,
      parameterFormat: "NAMED",
      parameters: { ...TEMPLATE.parameters, header: null, body: ["nome"], buttons: [] },
    } as Template;
    expect(componentsOf(named, { "body.nome": "Ana" })).toEqual([
      { type: "body", parameters: [{ type: "text", parameter_name: "nome", text: "Ana" }] },
    ]);
  });

  it("with pictures or cards are left to the conversation", () => {
    expect(isFillable(TEMPLATE)).toBe(true);
    const withPicture = {
      ...TEMPLATE,
      parameters: { ...TEMPLATE.parameters, header: { format: "IMAGE", variables: [] } },
    } as Template;
    expect(isFillable(withPicture)).toBe(false);
  });
});
