/** What a filter finds, in a sentence. */

import { useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import { type Condition, type Filter, readFilter } from "./filter";

/** Returns what says a filter; one that is deeper than conditions says so. */
export function useFilterWords(): (filter: Filter) => string {
  const t = useTranslations("campaigns");
  const format = useFormat();
  const say = (condition: Condition): string => {
    if (condition.kind === "tag")
      return t(condition.isNot ? "segments.saysNotTag" : "segments.saysTag", { tag: condition.tag });
    if (condition.kind === "seen")
      return t(condition.isNot ? "segments.saysNotSeen" : "segments.saysSeen", { days: condition.days });
    return t(`segments.says.${condition.test}`, { field: condition.field, value: condition.value });
  };
  return (filter) => {
    const found = readFilter(filter);
    if (!found) return t("segments.deep");
    const parts = found.conditions.map(say);
    if (found.match === "all" || parts.length < 2) return format.list(parts);
    return parts.join(t("segments.or"));
  };
}
