/** The conditions of automations: their kinds, and what a new one begins with. Pure. */

import type { AutomationBody } from "./data";

export type Condition = NonNullable<AutomationBody["conditions"]>[number];
export type ConditionType = Condition["type"];

export const MOST_CONDITIONS = 10;

export const EVENTS = [
  "message.received",
  "ticket.created",
  "ticket.assigned",
  "ticket.transferred",
  "ticket.tagged",
  "ticket.priority_changed",
  "ticket.snoozed",
  "ticket.woken",
  "ticket.reopened",
  "ticket.closed",
] as const satisfies readonly AutomationBody["event"][];

type KeyOf<Event extends string> = Event extends `${infer What}.${infer Happened}`
  ? `${What}_${Happened}`
  : never;

/** Returns the key of an event in the messages, where a dot leads into a group. */
export const eventKey = <Event extends string>(event: Event) => event.replace(".", "_") as KeyOf<Event>;

/** In the order in which they are offered. */
export const CONDITION_TYPES = [
  "text_contains",
  "text_has_word",
  "first_message",
  "business_hours",
  "channel",
  "queue",
  "status",
  "assignee",
  "priority",
  "tag",
  "contact_tag",
  "contact_field",
] as const satisfies readonly ConditionType[];

/** Stands for no queue and no agent, where a list of them may have that. */
export const NOBODY = "nobody";

/** Returns a condition of a kind with nothing chosen yet. */
export function newCondition(type: ConditionType): Condition {
  switch (type) {
    case "text_contains":
    case "text_has_word":
      return { type, terms: [], negated: false };
    case "channel":
      return { type, channelIds: [], negated: false };
    case "queue":
      return { type, queueIds: [], negated: false };
    case "status":
      return { type, statuses: [], negated: false };
    case "assignee":
      return { type, assigneeIds: [], negated: false };
    case "tag":
      return { type, tagIds: [], negated: false };
    case "priority":
      return { type, priorities: [], negated: false };
    case "contact_tag":
      return { type, tags: [], negated: false };
    case "contact_field":
      return { type, name: "", operator: "is", value: "", negated: false };
    default:
      return { type, negated: false };
  }
}

/** What a condition is about, as texts; nothing of those that need none. */
export function valuesOf(condition: Condition): readonly string[] | undefined {
  switch (condition.type) {
    case "text_contains":
    case "text_has_word":
      return condition.terms;
    case "channel":
      return condition.channelIds;
    case "queue":
      return condition.queueIds.map((id) => id ?? NOBODY);
    case "status":
      return condition.statuses;
    case "assignee":
      return condition.assigneeIds.map((id) => id ?? NOBODY);
    case "tag":
      return condition.tagIds;
    case "priority":
      return condition.priorities;
    case "contact_tag":
      return condition.tags;
    default:
      return undefined;
  }
}

/** Returns a condition that is about other values. */
export function withValues(condition: Condition, values: readonly string[]): Condition {
  const orNobody = values.map((value) => (value === NOBODY ? null : value));
  switch (condition.type) {
    case "text_contains":
    case "text_has_word":
      return { ...condition, terms: [...values] };
    case "channel":
      return { ...condition, channelIds: [...values] };
    case "queue":
      return { ...condition, queueIds: orNobody };
    case "status":
      return { ...condition, statuses: values as typeof condition.statuses };
    case "assignee":
      return { ...condition, assigneeIds: orNobody };
    case "tag":
      return { ...condition, tagIds: [...values] };
    case "priority":
      return { ...condition, priorities: values as typeof condition.priorities };
    case "contact_tag":
      return { ...condition, tags: [...values] };
    default:
      return condition;
  }
}

/** Which condition has nothing chosen that it cannot do without; none if all are whole. */
export function unfinishedCondition(conditions: readonly Condition[]): number | undefined {
  const place = conditions.findIndex((condition) => {
    if (condition.type === "contact_field")
      return condition.name === "" || (condition.operator !== "filled" && !condition.value?.trim());
    return valuesOf(condition)?.length === 0;
  });
  return place < 0 ? undefined : place;
}

/** Returns a list with an item one place up (-1) or down (1). */
export function swapped<T>(items: readonly T[], at: number, by: -1 | 1): T[] {
  const next = [...items];
  const [own, other] = [next[at], next[at + by]];
  if (own === undefined || other === undefined) return next;
  next[at] = other;
  next[at + by] = own;
  return next;
}
