import { expect, test } from "vitest";
import { ACTION_TYPES, type Action, newAction, unfinished } from "./actions";

test("a new action of each kind is of that kind", () => {
  for (const type of ACTION_TYPES) expect(newAction(type).type).toBe(type);
});

test("what is not chosen yet is found", () => {
  const whole: Action[] = [newAction("take"), newAction("snooze"), { type: "transfer", queueId: null }];
  expect(unfinished(whole)).toBeUndefined();
  expect(unfinished([...whole, newAction("assign")])).toBe(3);
  expect(unfinished([newAction("send_message"), ...whole])).toBe(0);
  expect(unfinished([{ type: "add_note", text: " " }])).toBe(0);
});
