/** A segment's filter as people build it: conditions of which all or one hold. Deeper ones are kept as they are. Pure. */

import type { RequestOf } from "@/shared/api/client";

export type Filter = RequestOf<"segments.create">["filter"];

export type Condition =
  | { kind: "tag"; tag: string; isNot: boolean }
  | { kind: "field"; field: string; test: FieldTest; value: string }
  | { kind: "seen"; days: number; isNot: boolean };
export type FieldTest = "equals" | "contains" | "exists" | "missing";
export const FIELD_TESTS: readonly FieldTest[] = ["equals", "contains", "exists", "missing"];

export interface Conditions {
  match: "all" | "any";
  conditions: readonly Condition[];
}

export const NONE: Conditions = { match: "all", conditions: [] };

/** Whether a condition says enough to be looked up. */
export function isWhole(condition: Condition): boolean {
  if (condition.kind === "tag") return condition.tag.trim() !== "";
  if (condition.kind === "seen") return condition.days >= 1 && condition.days <= 3650;
  const needsValue = condition.test === "equals" || condition.test === "contains";
  return condition.field.trim() !== "" && (!needsValue || condition.value.trim() !== "");
}

/** Returns the filter of conditions; undefined while one is not whole, or none is given. */
export function filterOf({ match, conditions }: Conditions): Filter | undefined {
  if (conditions.length === 0 || !conditions.every(isWhole)) return undefined;
  const leaves = conditions.map(leafOf);
  const [only] = leaves;
  if (leaves.length === 1 && only) return only;
  return match === "all" ? { and: leaves } : { or: leaves };
}

function leafOf(condition: Condition): Filter {
  if (condition.kind === "tag") {
    const leaf: Filter = { tag: condition.tag.trim() };
    return condition.isNot ? { not: leaf } : leaf;
  }
  if (condition.kind === "seen") {
    const leaf: Filter = { lastSeen: { withinDays: condition.days } };
    return condition.isNot ? { not: leaf } : leaf;
  }
  const field = condition.field.trim();
  if (condition.test === "exists") return { field, exists: true };
  if (condition.test === "missing") return { field, exists: false };
  return { field, [condition.test]: condition.value.trim() } as Filter;
}

/** Returns the conditions of a filter; undefined where it is deeper than these can say. */
export function readFilter(filter: Filter): Conditions | undefined {
  const match = "or" in filter ? "any" : "all";
  const leaves = "and" in filter ? filter.and : "or" in filter ? filter.or : [filter];
  const conditions = leaves.map((leaf) => conditionOf(leaf));
  if (conditions.some((condition) => condition === undefined)) return undefined;
  return { match, conditions: conditions as Condition[] };
}

function conditionOf(leaf: Filter): Condition | undefined {
  if ("not" in leaf) {
    const inner = conditionOf(leaf.not);
    return inner && inner.kind !== "field" && !inner.isNot ? { ...inner, isNot: true } : undefined;
  }
  if ("tag" in leaf) return { kind: "tag", tag: leaf.tag, isNot: false };
  if ("lastSeen" in leaf) {
    const { withinDays, before, after } = leaf.lastSeen;
    return withinDays && !before && !after ? { kind: "seen", days: withinDays, isNot: false } : undefined;
  }
  if ("field" in leaf) {
    const { field, equals, contains, exists } = leaf;
    if (typeof exists === "boolean")
      return { kind: "field", field, test: exists ? "exists" : "missing", value: "" };
    if (typeof equals === "string") return { kind: "field", field, test: "equals", value: equals };
    if (typeof contains === "string") return { kind: "field", field, test: "contains", value: contains };
  }
  return undefined;
}
