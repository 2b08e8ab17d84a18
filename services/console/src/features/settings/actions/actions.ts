/** The actions of macros and automations: their kinds, and what a new one begins with. Pure. */

import type { RequestOf } from "@/shared/api/client";

export type Action = RequestOf<"macros.create">["actions"][number];
export type ActionType = Action["type"];

export const MOST_ACTIONS = 10;

/** In the order in which they are offered. */
export const ACTION_TYPES = [
  "assign",
  "take",
  "unassign",
  "transfer",
  "add_tag",
  "remove_tag",
  "set_priority",
  "snooze",
  "close",
  "reopen",
  "mark_read",
  "add_note",
  "send_message",
  "send_quick_reply",
] as const satisfies readonly ActionType[];

/** Returns an action of a kind with nothing chosen yet. */
export function newAction(type: ActionType): Action {
  switch (type) {
    case "assign":
      return { type, assigneeId: "" };
    case "transfer":
      return { type, queueId: "", assigneeId: null };
    case "add_tag":
    case "remove_tag":
      return { type, tagId: "" };
    case "set_priority":
      return { type, priority: "high" };
    case "snooze":
      return { type, minutes: 60 };
    case "close":
      return { type, reason: null };
    case "add_note":
    case "send_message":
      return { type, text: "" };
    case "send_quick_reply":
      return { type, quickReplyId: "" };
    default:
      return { type };
  }
}

/** Which action has nothing chosen in it that it cannot do without; none if all are whole. */
export function unfinished(actions: readonly Action[]): number | undefined {
  const place = actions.findIndex((action) => {
    switch (action.type) {
      case "assign":
        return action.assigneeId === "";
      case "transfer":
        return action.queueId === "";
      case "add_tag":
      case "remove_tag":
        return action.tagId === "";
      case "add_note":
        return action.text.trim() === "";
      case "send_message":
        return (action.text ?? "").trim() === "" && !action.media;
      case "send_quick_reply":
        return action.quickReplyId === "";
      default:
        return false;
    }
  });
  return place < 0 ? undefined : place;
}
