import { expect, test } from "vitest";
import type { Queue } from "@/shared/api/lookups";
import { asText, menuProblem, startMenu } from "./menu";

const queue = (id: string, name: string) => ({ id, name }) as Queue;
const MENU = startMenu(
  [queue("1", "Vendas"), queue("2", "Suporte técnico para clientes antigos")],
  "Olá!",
  "Abrir",
);

test("a menu begins with the queues, by names that WhatsApp takes", () => {
  expect(MENU.options.map(({ label }) => label)).toEqual(["Vendas", "Suporte técnico para cli"]);
  expect(asText(MENU)).toBe("Olá!\n\n1 - Vendas\n2 - Suporte técnico para cli");
});

test("what WhatsApp would refuse is said before", () => {
  expect(menuProblem(MENU)).toBeUndefined();
  expect(menuProblem({ ...MENU, text: " " })).toBe("text");
  expect(menuProblem({ ...MENU, options: MENU.options.slice(1) })).toBe("few");
  expect(menuProblem({ ...MENU, options: MENU.options.map((one) => ({ ...one, label: "x" })) })).toBe(
    "twice",
  );
  expect(menuProblem({ ...MENU, options: MENU.options.map((one) => ({ ...one, label: "" })) })).toBe("label");
});
