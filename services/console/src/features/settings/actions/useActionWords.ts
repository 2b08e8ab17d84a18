/** Says an action in words, for lists: "Add tag Boleto". */

import { useCallback } from "react";
import { useTranslations } from "use-intl";
import { useQueues, useQuickReplies, useTags, useUsers } from "@/shared/api/lookups";
import { useDuration } from "../parts/useDuration";
import type { Action } from "./actions";

export function useActionWords(): (action: Action) => string {
  const t = useTranslations("settingsActions");
  const duration = useDuration();
  const users = useUsers();
  const queues = useQueues();
  const tags = useTags();
  const replies = useQuickReplies();
  return useCallback(
    (action: Action) => {
      const gone = t("gone");
      const what = () => {
        switch (action.type) {
          case "assign":
            return users.byId.get(action.assigneeId)?.name ?? gone;
          case "transfer":
            return action.queueId ? (queues.byId.get(action.queueId)?.name ?? gone) : t("noQueue");
          case "add_tag":
          case "remove_tag":
            return tags.byId.get(action.tagId)?.name ?? gone;
          case "set_priority":
            return t(`priorities.${action.priority}`);
          case "snooze":
            return action.minutes == null ? t("snoozeMessage") : duration(action.minutes);
          case "close":
            return action.reason ?? "";
          case "add_note":
          case "send_message":
            return `“${(action.text ?? "").slice(0, 60)}”`;
          case "send_quick_reply":
            return replies.byId.get(action.quickReplyId)?.shortcut ?? gone;
          default:
            return "";
        }
      };
      const told = what();
      return told ? `${t(`types.${action.type}`)}: ${told}` : t(`types.${action.type}`);
    },
    [t, duration, users.byId, queues.byId, tags.byId, replies.byId],
  );
}
