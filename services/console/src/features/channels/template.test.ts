/** Templates: the form and Meta's components say the same, there and back. */

import { describe, expect, it } from "vitest";
import type { Template } from "./data";
import { EMPTY, filled, formOf, requestOf, type TemplateForm, variablesOf, withVariable } from "./template";

const template = (form: TemplateForm, more: Partial<Template> = {}) =>
  ({ ...requestOf(form), status: "APPROVED", ...more }) as Template;

const full: TemplateForm = {
  ...EMPTY,
  name: "pedido_enviado",
  header: "text",
  headerText: "Pedido {{1}}",
  body: "Oi {{1}}, seu pedido {{2}} saiu.",
  footer: "Loja do centro",
  buttons: [
    { type: "QUICK_REPLY", text: "Obrigado" },
    { type: "URL", text: "Acompanhar", url: "https://loja.com/{{1}}", example: "abc" },
    { type: "PHONE_NUMBER", text: "Ligar", phone: "+551132145678" },
    { type: "COPY_CODE", example: "DEZ" },
  ],
  examples: { "header.1": "1234", "body.1": "Ana", "body.2": "1234" },
  expiresMinutes: null,
  securityHint: false,
};

describe("variables", () => {
  it("are named once, in order", () => {
    expect(variablesOf("{{2}} {{1}} {{ 2 }}")).toEqual(["1", "2"]);
    expect(variablesOf("{{name}} and {{order}}")).toEqual(["name", "order"]);
  });

  it("are added with the next number, where the cursor is", () => {
    expect(withVariable("Oi , tudo bem?", 3)).toBe("Oi {{1}}, tudo bem?");
    expect(withVariable("{{1}} {{3}}", 11)).toBe("{{1}} {{3}}{{4}}");
    expect(filled("Oi {{1}}, {{2}}", (name) => (name === "1" ? "Ana" : undefined))).toBe("Oi Ana, {{2}}");
  });
});

describe("a form", () => {
  it("becomes components with an example for each variable", () => {
    expect(requestOf(full)).toEqual({
      name: "pedido_enviado",
      language: "pt_BR",
      category: "UTILITY",
      parameterFormat: "POSITIONAL",
      components: [
        { type: "HEADER", format: "TEXT", text: "Pedido {{1}}", example: { header_text: ["1234"] } },
        { type: "BODY", text: full.body, example: { body_text: [["Ana", "1234"]] } },
        { type: "FOOTER", text: "Loja do centro" },
        {
          type: "BUTTONS",
          buttons: [
            { type: "QUICK_REPLY", text: "Obrigado" },
            {
              type: "URL",
              text: "Acompanhar",
              url: "https://loja.com/{{1}}",
              example: ["https://loja.com/abc"],
            },
            { type: "PHONE_NUMBER", text: "Ligar", phone_number: "+551132145678" },
            { type: "COPY_CODE", example: "DEZ" },
          ],
        },
      ],
    });
  });

  it("with named variables names them in its examples", () => {
    const form = { ...EMPTY, name: "oi", body: "Oi {{nome}}!", examples: { "body.nome": "Ana" } };
    expect(requestOf(form)).toMatchObject({
      parameterFormat: "NAMED",
      components: [
        { type: "BODY", example: { body_text_named_params: [{ param_name: "nome", example: "Ana" }] } },
      ],
    });
  });

  it("of a code has WhatsApp's own text", () => {
    const form: TemplateForm = { ...EMPTY, name: "codigo", category: "AUTHENTICATION", codeButton: "Copiar" };
    expect(requestOf(form).components).toEqual([
      { type: "BODY", add_security_recommendation: true },
      { type: "FOOTER", code_expiration_minutes: 10 },
      { type: "BUTTONS", buttons: [{ type: "OTP", otp_type: "COPY_CODE", text: "Copiar" }] },
    ]);
  });
});

describe("a template", () => {
  it("comes back as the form that made it", () => {
    expect(formOf(template(full))).toEqual(full);
    const named = { ...EMPTY, name: "oi", body: "Oi {{nome}}!", examples: { "body.nome": "Ana" } };
    expect(formOf(template(named))).toMatchObject({ body: "Oi {{nome}}!", examples: { "body.nome": "Ana" } });
    const code: TemplateForm = { ...EMPTY, name: "codigo", category: "AUTHENTICATION", codeButton: "Copiar" };
    expect(formOf(template(code))).toEqual(code);
  });

  it("that has more than the form can hold has none", () => {
    const picture = { type: "HEADER", format: "IMAGE", example: { header_handle: ["https://x"] } };
    const cards = { type: "CAROUSEL", cards: [] };
    const flow = { type: "BUTTONS", buttons: [{ type: "FLOW", text: "Abrir" }] };
    for (const component of [picture, cards, flow])
      expect(formOf(template(full, { components: [component] }))).toBeUndefined();
  });
});
