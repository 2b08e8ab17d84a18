import { expect, test } from "vitest";
import {
  CONDITION_TYPES,
  type Condition,
  NOBODY,
  newCondition,
  swapped,
  unfinishedCondition,
  valuesOf,
  withValues,
} from "./conditions";

test("a condition is about what is chosen, nobody and no queue among it", () => {
  const queue = withValues(newCondition("queue"), ["q", NOBODY]);
  expect(queue).toEqual({ type: "queue", queueIds: ["q", null], negated: false });
  expect(valuesOf(queue)).toEqual(["q", NOBODY]);
  expect(valuesOf(newCondition("first_message"))).toBeUndefined();
});

test("every kind begins unfinished, but for those that need nothing", () => {
  const unfinished = CONDITION_TYPES.filter((type) => unfinishedCondition([newCondition(type)]) === 0);
  expect(CONDITION_TYPES.filter((type) => !unfinished.includes(type))).toEqual([
    "first_message",
    "business_hours",
  ]);
  const filled: Condition = { type: "contact_field", name: "plano", operator: "filled", negated: true };
  expect(unfinishedCondition([filled])).toBeUndefined();
});

test("things change places with their neighbours only", () => {
  expect(swapped(["a", "b", "c"], 1, -1)).toEqual(["b", "a", "c"]);
  expect(swapped(["a", "b"], 1, 1)).toEqual(["a", "b"]);
});
