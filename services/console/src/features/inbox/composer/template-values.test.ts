import { describe, expect, it } from "vitest";
import {
  contentOf,
  fieldsOf,
  fileOf,
  isSimple,
  missingOf,
  shownValues,
  type Template,
} from "./template-values";

const template = (given: Partial<Template["parameters"]> = {}, more: Partial<Template> = {}): Template => ({
  id: "x",
  name: "pedido",
  language: "pt_BR",
  category: "UTILITY",
  parameterFormat: "POSITIONAL",
  components: null,
  text: null,
  parameters: { header: null, body: [], buttons: [], limitedTimeOffer: false, cards: 0, ...given },
  ...more,
});

describe("the values of a template", () => {
  it("are asked for in the order in which they are read", () => {
    const given = template({
      header: { format: "TEXT", variables: ["1"] },
      body: ["1", "2"],
      buttons: [
        { index: 0, type: "QUICK_REPLY", variables: [] },
        { index: 1, type: "URL", variables: ["1"] },
      ],
    });
    expect(fieldsOf(given).map((field) => field.id)).toEqual(["header 1", "body 1", "body 2", "button 1"]);
    expect(
      missingOf(given, { "header 1": "a", "body 1": " ", "body 2": "b" }).map((field) => field.id),
    ).toEqual(["body 1", "button 1"]);
    expect(shownValues(given, { "body 1": "Bia" }, "body")).toEqual({ "1": "Bia", "2": undefined });
  });

  it("make a message by number", () => {
    const given = template({ body: ["1", "2"], buttons: [{ index: 1, type: "URL", variables: ["1"] }] });
    expect(contentOf(given, { "body 1": "Bia ", "body 2": "42", "button 1": "abc" }, null)).toEqual({
      kind: "template",
      name: "pedido",
      language: "pt_BR",
      components: [
        {
          type: "body",
          parameters: [
            { type: "text", text: "Bia" },
            { type: "text", text: "42" },
          ],
        },
        { type: "button", sub_type: "url", index: "1", parameters: [{ type: "text", text: "abc" }] },
      ],
    });
  });

  it("make a message by name, with a file above it and a code to copy", () => {
    const given = template(
      {
        header: { format: "DOCUMENT", variables: [] },
        body: ["nome"],
        buttons: [{ index: 0, type: "COPY_CODE", variables: [] }],
      },
      { parameterFormat: "NAMED" },
    );
    expect(fileOf(given)).toBe("document");
    expect(
      contentOf(given, { "body nome": "Bia", "button 0": "PAO10" }, { id: "m1", filename: "a.pdf" })
        .components,
    ).toEqual([
      { type: "header", parameters: [{ type: "document", document: { media_id: "m1", filename: "a.pdf" } }] },
      { type: "body", parameters: [{ type: "text", text: "Bia", parameter_name: "nome" }] },
      {
        type: "button",
        sub_type: "copy_code",
        index: "0",
        parameters: [{ type: "coupon_code", coupon_code: "PAO10" }],
      },
    ]);
  });

  it("are more than is asked for here in carousels, offers and places", () => {
    expect(isSimple(template())).toBe(true);
    expect(isSimple(template({ cards: 2 }))).toBe(false);
    expect(isSimple(template({ limitedTimeOffer: true }))).toBe(false);
    expect(isSimple(template({ header: { format: "LOCATION", variables: [] } }))).toBe(false);
  });
});
