import { expect, test } from "vitest";
import { nameOf } from "./rules";

test("a field's name has neither accents nor spaces", () => {
  expect(nameOf("Data de nascimento")).toBe("data_de_nascimento");
  expect(nameOf("  Região (UF) ")).toBe("regiao_uf");
  expect(nameOf("💚")).toBe("");
});
