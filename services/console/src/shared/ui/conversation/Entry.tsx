/** A line between the bubbles: what was done with the ticket, or what happened that is no message. */

import {
  AlarmClock,
  ArrowRightLeft,
  Bot,
  CircleCheck,
  Flag,
  Hand,
  Info,
  type LucideIcon,
  Phone,
  RotateCcw,
  Star,
  Tag,
  UserPlus,
  Zap,
} from "lucide-react";
import { useTranslations } from "use-intl";
import { useFormat } from "../../format/useFormat";
import css from "./Entry.module.css";
import type { Message } from "./message";
import { type ConversationNames, useNames } from "./people";

const SIGNS: Record<string, LucideIcon> = {
  accepted: Hand,
  assigned: Hand,
  unassigned: Hand,
  transferred: ArrowRightLeft,
  handed_over: ArrowRightLeft,
  held: Bot,
  closed: CircleCheck,
  reopened: RotateCcw,
  snoozed: AlarmClock,
  woken: AlarmClock,
  priority: Flag,
  tagged: Tag,
  untagged: Tag,
  joined: UserPlus,
  left: UserPlus,
  macro: Zap,
  automation: Zap,
  rated: Star,
};

const KNOWN = [
  "created",
  "accepted",
  "assigned",
  "unassigned",
  "transferred",
  "closed",
  "reopened",
  "snoozed",
  "woken",
  "handed_over",
  "held",
  "priority",
  "subject",
  "tagged",
  "untagged",
  "joined",
  "left",
  "macro",
  "automation",
  "rated",
  "scheduled_failed",
] as const;

/** What WhatsApp Web reports by a name of its own; all else comes with words. */
const SYSTEM = [
  "group_create",
  "group_change_subject",
  "group_change_icon",
  "group_change_description",
  "group_change_announce",
  "group_participant_add",
  "group_participant_remove",
  "group_participant_promote",
  "group_participant_demote",
  "group_participant_invite",
  "group_participant_leave",
  "group_participant_change_number",
  "group_delete",
  "e2e_identity_changed",
  "individual_change_number",
  "number_shared",
] as const;

const LEVELS = ["low", "normal", "high", "urgent"] as const;

export function Entry({ message }: { message: Message }) {
  const format = useFormat();
  const { words, Sign } = useEntry(message);
  return (
    <p className={css.entry}>
      <Sign size={14} aria-hidden="true" />
      <span dir="auto">{words}</span>
      <time dateTime={message.sentAt}>{format.time(message.sentAt)}</time>
    </p>
  );
}

/** What an entry says, for its line and for what is read out. */
export function useEntry(message: Message): { words: string; Sign: LucideIcon } {
  const t = useTranslations("sharedUiConversation");
  const format = useFormat();
  const names = useNames();
  if (message.kind === "call")
    return { words: t(message.direction === "in" ? "entry.call" : "entry.ownCall"), Sign: Phone };
  if (message.kind === "request_welcome")
    return { words: t("entry.welcome", { name: names.contact }), Sign: Info };
  if (message.kind === "system") {
    const about = message.content.system?.about?.join(", ") ?? "";
    const change = SYSTEM.find((type) => type === message.content.system?.type);
    const words = change
      ? t(`entry.system.${change}`, { about })
      : (message.text ?? t("entry.changedNumber"));
    return { words, Sign: Info };
  }
  if (message.kind !== "timeline") return { words: message.text ?? "", Sign: Info };
  const done = message.content.timeline;
  if (!done) return { words: t("entry.unknown"), Sign: Info };
  const known = KNOWN.find((event) => event === done.event);
  const at = (time: string) => format.dateTime(time);
  const values = {
    by: message.authorId ? "user" : "none",
    who: message.authorId ? (names.user(message.authorId) ?? t("someone")) : "",
    to: target(names, done, t("someone"), t("noQueue")),
    hasReason: done.reason ? "yes" : "no",
    reason: done.reason === "inactive" ? t("entry.inactive") : (done.reason ?? ""),
    hasUntil: done.until ? "yes" : "no",
    until: done.until ? at(done.until) : "",
    person: done.userId ? (names.user(done.userId) ?? t("someone")) : "",
    itself: done.userId !== null && done.userId === message.authorId ? "yes" : "no",
    tag: done.tagId ? (names.tag(done.tagId) ?? t("entry.someTag")) : "",
    level: t(`entry.level.${LEVELS.find((level) => level === done.priority) ?? "normal"}`),
    subject: done.subject ?? "",
    name: done.name ?? "",
    score: done.score ?? "",
  };
  return {
    words: known ? t(`entry.${known}`, values) : t("entry.unknown"),
    Sign: SIGNS[done.event] ?? Info,
  };
}

type Done = NonNullable<Extract<Message, { kind: "timeline" }>["content"]["timeline"]>;

/** Where a ticket went: an agent, a queue, or both. */
function target(names: ConversationNames, done: Done, someone: string, noQueue: string): string {
  const agent = done.assigneeId ? (names.user(done.assigneeId) ?? someone) : undefined;
  const queue = done.queueId ? names.queue(done.queueId) : undefined;
  if (agent && queue && done.event === "transferred") return `${agent} (${queue})`;
  return agent ?? queue ?? noQueue;
}
