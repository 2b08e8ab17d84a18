/** The shades of a heat map, and lines of texts in drawings. */

import { describe, expect, it } from "vitest";
import { cellsOf, ranges, stepOf } from "./heatSteps";
import { linesOf } from "./wrapped";

describe("shades", () => {
  it("are five of as many numbers each", () => {
    expect([0, 1, 20, 21, 80, 81, 100].map((value) => stepOf(value, 100))).toEqual([0, 1, 1, 2, 4, 5, 5]);
  });

  it("say which numbers they are of, and no number is of two", () => {
    for (const most of [1, 2, 3, 4, 7, 100, 12_345]) {
      const shown = ranges(most);
      expect(shown[0]?.from).toBe(1);
      expect(shown.at(-1)?.to).toBe(most);
      for (const { step, from, to } of shown) {
        expect([stepOf(from, most), stepOf(to, most)]).toEqual([step, step]);
      }
    }
    expect(ranges(0)).toEqual([]);
  });

  it("are of each field of a grid", () => {
    const grid = {
      rows: [{ day: "1", h0: 3, h1: null }],
      x: { key: "day", label: "Day" },
      series: [
        { key: "h0", label: "0h" },
        { key: "h1", label: "1h" },
      ],
      formatX: () => "Mon",
    };
    expect(cellsOf(grid)).toEqual([
      { row: "Mon", column: "0h", value: 3 },
      { row: "Mon", column: "1h", value: 0 },
    ]);
  });
});

describe("lines", () => {
  it("break between words", () => {
    expect(linesOf("O modelo está pausado pelo WhatsApp", 20)).toEqual([
      "O modelo está",
      "pausado pelo",
      "WhatsApp",
    ]);
    expect(linesOf("curto", 20)).toEqual(["curto"]);
    expect(linesOf("palavracompridademais fim", 3)).toEqual(["palavracompridademais", "fim"]);
  });
});
