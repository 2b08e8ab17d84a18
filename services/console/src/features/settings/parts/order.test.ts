import { expect, test } from "vitest";
import { moved } from "./order";

test("things that were never moved get places when one is", () => {
  const fields = [
    { id: "a", position: 0 },
    { id: "b", position: 0 },
    { id: "c", position: 0 },
  ];
  expect(moved(fields, "c", -1)).toEqual([
    { id: "c", position: 1 },
    { id: "b", position: 2 },
  ]);
  expect(moved(fields, "a", -1)).toEqual([]);
  expect(moved(fields, "c", 1)).toEqual([]);
});
