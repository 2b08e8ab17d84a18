/** What an action needs to be told: an agent, a queue, a tag, words. */

import { useTranslations } from "use-intl";
import { useQueues, useQuickReplies, useTags, useUsers } from "@/shared/api/lookups";
import { NativeSelect } from "@/shared/ui/NativeSelect";
import { TextArea, TextInput } from "@/shared/ui/TextInput";
import { DurationInput } from "../parts/DurationInput";
import type { Action } from "./actions";
import css from "./actions.module.css";

const ANYONE = "anyone";
const NONE = "none";
const PRIORITIES = ["low", "normal", "high", "urgent"] as const;

interface ActionFieldsProps {
  action: Action;
  onChange: (action: Action) => void;
}

export function ActionFields({ action, onChange }: ActionFieldsProps) {
  const t = useTranslations("settingsActions");
  const users = useUsers();
  const queues = useQueues();
  const tags = useTags();
  const replies = useQuickReplies();
  const agents = users.list
    .filter(({ status, role }) => status !== "disabled" && role !== "viewer")
    .map(({ id, name }) => ({ value: id, label: name }));
  switch (action.type) {
    case "assign":
      return (
        <NativeSelect
          aria-label={t("agent")}
          placeholder={t("chooseAgent")}
          value={action.assigneeId}
          options={agents}
          onValue={(assigneeId) => onChange({ ...action, assigneeId })}
        />
      );
    case "transfer":
      return (
        <div className={css.two}>
          <NativeSelect
            aria-label={t("queue")}
            placeholder={t("chooseQueue")}
            value={action.queueId ?? NONE}
            options={[
              ...queues.list.map(({ id, name }) => ({ value: id, label: name })),
              { value: NONE, label: t("noQueue") },
            ]}
            onValue={(id) => onChange({ ...action, queueId: id === NONE ? null : id })}
          />
          <NativeSelect
            aria-label={t("agent")}
            value={action.assigneeId ?? ANYONE}
            options={[{ value: ANYONE, label: t("anyone") }, ...agents]}
            onValue={(id) => onChange({ ...action, assigneeId: id === ANYONE ? null : id })}
          />
        </div>
      );
    case "add_tag":
    case "remove_tag":
      return (
        <NativeSelect
          aria-label={t("tag")}
          placeholder={t("chooseTag")}
          value={action.tagId}
          options={tags.list.map(({ id, name }) => ({ value: id, label: name }))}
          onValue={(tagId) => onChange({ ...action, tagId })}
        />
      );
    case "set_priority":
      return (
        <NativeSelect
          aria-label={t("priority")}
          value={action.priority}
          options={PRIORITIES.map((value) => ({ value, label: t(`priorities.${value}`) }))}
          onValue={(priority) => onChange({ ...action, priority })}
        />
      );
    case "snooze":
      return (
        <div className={css.stack}>
          <NativeSelect
            aria-label={t("snoozeHow")}
            value={action.minutes == null ? "message" : "time"}
            options={[
              { value: "time", label: t("snoozeTime") },
              { value: "message", label: t("snoozeMessage") },
            ]}
            onValue={(how) => onChange({ ...action, minutes: how === "time" ? 60 : null })}
          />
          {action.minutes != null && (
            <DurationInput
              label={t("snoozeTime")}
              value={action.minutes}
              onValue={(minutes) => onChange({ ...action, minutes: minutes ?? 1 })}
            />
          )}
        </div>
      );
    case "close":
      return (
        <TextInput
          aria-label={t("reason")}
          placeholder={t("reason")}
          maxLength={200}
          value={action.reason ?? ""}
          onValue={(reason) => onChange({ ...action, reason: reason || null })}
        />
      );
    case "add_note":
      return (
        <TextArea
          rows={2}
          aria-label={t("note")}
          placeholder={t("note")}
          maxLength={4096}
          value={action.text}
          onValue={(text) => onChange({ ...action, text })}
        />
      );
    case "send_message":
      return (
        <TextArea
          rows={3}
          aria-label={t("message")}
          placeholder={t("messagePlaceholder")}
          maxLength={4096}
          value={action.text ?? ""}
          onValue={(text) => onChange({ ...action, text })}
        />
      );
    case "send_quick_reply":
      return (
        <NativeSelect
          aria-label={t("quickReply")}
          placeholder={t("chooseQuickReply")}
          value={action.quickReplyId}
          options={replies.list
            .filter(({ shared }) => shared)
            .map(({ id, shortcut, title }) => ({ value: id, label: `${shortcut} · ${title}` }))}
          onValue={(quickReplyId) => onChange({ ...action, quickReplyId })}
        />
      );
    default:
      return null;
  }
}
