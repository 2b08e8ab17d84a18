/** What agents and queues are called on the live screens. */

import { useTranslations } from "use-intl";
import { useQueues, useUsers } from "@/shared/api/lookups";

/** Returns the names of users and queues; one that is not known yet has a word in its place. */
export function useNames(): { agent: (id: string) => string; queue: (id: string | null) => string } {
  const t = useTranslations("reportsLive");
  const users = useUsers();
  const queues = useQueues();
  return {
    agent: (id) => users.byId.get(id)?.name ?? t("someAgent"),
    queue: (id) => (id === null ? t("noQueue") : (queues.byId.get(id)?.name ?? t("someQueue"))),
  };
}
