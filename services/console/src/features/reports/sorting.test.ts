/** The order of tables: from the address, and of rows that have no value. */

import { describe, expect, it } from "vitest";
import { addressOf, sorted, sortOf } from "./sorting";

describe("an order", () => {
  it("is what the address says, of the columns there are", () => {
    expect(sortOf("closed-asc", ["closed"])).toEqual({ by: "closed", direction: "asc" });
    expect(sortOf("sent-desc", ["closed"])).toBeUndefined();
    expect(sortOf(undefined, ["closed"])).toBeUndefined();
    expect(addressOf({ by: "closed", direction: "desc" })).toBe("closed-desc");
  });
});

describe("rows", () => {
  const rows = [
    { name: "Ézio", wait: 5 },
    { name: "ana", wait: null },
    { name: "Fila 10", wait: 90 },
    { name: "Fila 2", wait: 90 },
  ];
  const names = (found: readonly { name: string }[]) => found.map(({ name }) => name);

  it("without a value are last in both directions, equals stay in their order", () => {
    expect(names(sorted(rows, ({ wait }) => wait, "asc", "pt"))).toEqual([
      "Ézio",
      "Fila 10",
      "Fila 2",
      "ana",
    ]);
    expect(names(sorted(rows, ({ wait }) => wait, "desc", "pt"))).toEqual([
      "Fila 10",
      "Fila 2",
      "Ézio",
      "ana",
    ]);
  });

  it("are sorted by names as people do", () => {
    expect(names(sorted(rows, ({ name }) => name, "asc", "pt"))).toEqual([
      "ana",
      "Ézio",
      "Fila 2",
      "Fila 10",
    ]);
  });
});
