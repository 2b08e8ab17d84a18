import { expect, test } from "vitest";
import { kindOf, sampled, shortcutOf, withBlank } from "./variables";

test("blanks are filled in, with what is said instead where there is no value", () => {
  const samples = { "contact.firstName": "Maria" };
  expect(sampled("Oi, {{contact.firstName}}!", samples)).toBe("Oi, Maria!");
  expect(sampled("Oi, {{ contact.name | cliente }}!", samples)).toBe("Oi, cliente!");
  expect(sampled("{{contact.customFields.plano}} {{", samples)).toBe("{{contact.customFields.plano}} {{");
});

test("a blank goes where the cursor stands, in place of what is chosen", () => {
  expect(withBlank("Oi !", "agent.name", 3, 3)).toEqual({ text: "Oi {{agent.name}}!", at: 17 });
  expect(withBlank("Oi você", "agent.name", 3, 7)).toEqual({ text: "Oi {{agent.name}}", at: 17 });
});

test("a shortcut is a slash and a word", () => {
  expect(shortcutOf(" segunda via ")).toBe("/segunda-via");
  expect(shortcutOf("//pix")).toBe("/pix");
  expect(shortcutOf(" / ")).toBe("");
});

test("files are what WhatsApp takes them as", () => {
  expect([kindOf("image/png"), kindOf("application/pdf"), kindOf("")]).toEqual([
    "image",
    "document",
    "document",
  ]);
});
