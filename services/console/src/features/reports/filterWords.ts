/** What a report is narrowed to, in words: for paper, where the filters are not drawn. */

import { useTranslations } from "use-intl";
import { useChannels, useQueues, useTags, useUsers } from "@/shared/api/lookups";
import type { Asked } from "./asked";
import { periodBefore } from "./period";
import type { ReportsSearch } from "./search";
import { useDayWords } from "./useDayWords";

/** Returns the sentence: the period, what it is compared with, which hours count, and each filter by its name. */
export function useFilterWords(asked: Asked, hours: ReportsSearch["hours"]): string {
  const t = useTranslations("reports.paper");
  const days = useDayWords();
  const channels = useChannels().byId;
  const queues = useQueues().byId;
  const users = useUsers().byId;
  const tags = useTags().byId;
  const before = periodBefore(asked);
  const span = ({ from, to }: { from: string; to: string }) =>
    from === to ? days.long(from) : t("span", { from: days.long(from), to: days.long(to) });
  const names = [
    ["channel", asked.channelId, channels],
    ["queue", asked.queueId, queues],
    ["agent", asked.agentId, users],
    ["tag", asked.tagId, tags],
  ] as const;
  return [
    t("period", { span: span(asked) }),
    ...(asked.compare ? [t("before", { span: span(before) })] : []),
    ...(hours === "business" ? [t("businessHours")] : []),
    ...names.flatMap(([kind, id, known]) =>
      id ? [t(kind, { name: known.get(id)?.name ?? t("gone") })] : [],
    ),
  ].join(" · ");
}
