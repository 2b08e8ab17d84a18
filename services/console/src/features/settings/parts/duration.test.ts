import { expect, test } from "vitest";
import { splitDuration } from "./duration";

test("a length of time is said in the largest unit that it is a whole number of", () => {
  expect(splitDuration(45)).toEqual({ count: 45, unit: "minutes" });
  expect(splitDuration(120)).toEqual({ count: 2, unit: "hours" });
  expect(splitDuration(2880)).toEqual({ count: 2, unit: "days" });
  expect(splitDuration(1500)).toEqual({ count: 25, unit: "hours" });
  expect(splitDuration(1440, ["minutes", "hours"])).toEqual({ count: 24, unit: "hours" });
  expect(splitDuration(null)).toEqual({ count: null, unit: "minutes" });
});
