/** How the ticket stands: queue, agent, priority, tags, who follows, what was promised, what the customer said of it. */

import { Star } from "lucide-react";
import { useTranslations } from "use-intl";
import { useQueues, useTags, useUsers } from "@/shared/api/lookups";
import { useMay } from "@/shared/api/session";
import { useFormat } from "@/shared/format/useFormat";
import { Avatar } from "@/shared/ui/Avatar";
import { Badge } from "@/shared/ui/Badge";
import { Combobox } from "@/shared/ui/Combobox";
import { Field } from "@/shared/ui/Field";
import { NativeSelect } from "@/shared/ui/NativeSelect";
import { Tag } from "@/shared/ui/Tag";
import { VisuallyHidden } from "@/shared/ui/VisuallyHidden";
import { ParticipantPicker } from "../conversation/dialogs/ParticipantsDialog";
import { TagPicker } from "../conversation/dialogs/TagsDialog";
import { useAgents } from "../people";
import type { Ticket } from "../ticket";
import { type TicketActions, useTicketActions } from "../ticket-actions";
import details from "./Details.module.css";
import { useRating, useSla } from "./data";
import { InlineText } from "./InlineText";
import { Section } from "./Section";
import css from "./TicketSection.module.css";

const NONE = "none";
const PRIORITIES = ["urgent", "high", "normal", "low"] as const;

export function TicketSection({ ticket, isSettled }: { ticket: Ticket; isSettled: boolean }) {
  const t = useTranslations("inboxDetails");
  const mayWrite = useMay("tickets:write");
  const actions = useTicketActions(ticket);
  return (
    <Section name="ticket" title={t("ticket", { number: ticket.number })} isOpenAtFirst>
      {() => (
        <>
          <Sla ticket={ticket} isSettled={isSettled} />
          <Rating ticket={ticket} isSettled={isSettled} />
          {mayWrite && ticket.status !== "closed" ? (
            <Editable ticket={ticket} actions={actions} />
          ) : (
            <Readable ticket={ticket} actions={actions} />
          )}
          <Dates ticket={ticket} />
        </>
      )}
    </Section>
  );
}

function Editable({ ticket, actions }: { ticket: Ticket; actions: TicketActions }) {
  const t = useTranslations("inboxDetails");
  const queues = useQueues().list;
  const users = useUsers().byId;
  const agents = useAgents();
  const options = agents.map((agent) => ({
    value: agent.id,
    label: agent.name,
    mark: <Avatar size="small" name={agent.name} presence={agent.status} />,
  }));
  const agent = ticket.assigneeId
    ? { value: ticket.assigneeId, label: users.get(ticket.assigneeId)?.name ?? t("somebody") }
    : null;
  return (
    <>
      <Field label={t("subject")}>
        <InlineText
          label={t("subject")}
          value={ticket.subject ?? ""}
          empty={t("add")}
          maxLength={200}
          onSave={(subject) => void actions.setSubject(subject || null)}
        />
      </Field>
      <Field label={t("agent")}>
        <Combobox
          value={agent}
          options={options}
          placeholder={t("nobody")}
          onValue={(next) => void actions.assign(next?.value ?? null)}
        />
      </Field>
      <Field label={t("queue")}>
        <NativeSelect
          value={ticket.queueId ?? NONE}
          options={[
            { value: NONE, label: t("noQueue") },
            ...queues.map((queue) => ({ value: queue.id, label: queue.name })),
          ]}
          onValue={(next) => {
            if (next === (ticket.queueId ?? NONE)) return;
            const target = queues.find((queue) => queue.id === next)?.name ?? t("noQueue");
            void actions.transfer({ queueId: next === NONE ? null : next }, target);
          }}
        />
      </Field>
      <Field label={t("priority")}>
        <NativeSelect
          value={ticket.priority}
          options={PRIORITIES.map((priority) => ({ value: priority, label: t(`priorities.${priority}`) }))}
          onValue={(next) => void actions.setPriority(next)}
        />
      </Field>
      <Field label={t("tags")}>
        <TagPicker ticket={ticket} actions={actions} />
      </Field>
      <Field label={t("participants")}>
        <ParticipantPicker ticket={ticket} actions={actions} />
      </Field>
    </>
  );
}

/** A ticket that one may not change, or that is closed: its tags can be put right all the same. */
function Readable({ ticket, actions }: { ticket: Ticket; actions: TicketActions }) {
  const t = useTranslations("inboxDetails");
  const mayWrite = useMay("tickets:write");
  const queue = useQueues().byId.get(ticket.queueId ?? "");
  const users = useUsers().byId;
  const tags = useTags().byId;
  const pairs = [
    [t("subject"), ticket.subject],
    [t("agent"), ticket.assigneeId ? (users.get(ticket.assigneeId)?.name ?? t("somebody")) : t("nobody")],
    [t("queue"), queue?.name ?? t("noQueue")],
    [t("priority"), t(`priorities.${ticket.priority}`)],
    [t("reason"), ticket.closeReason === "inactive" ? t("inactive") : ticket.closeReason],
  ].filter(([, value]) => value);
  return (
    <>
      <dl className={css.pairs}>
        {pairs.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
      {mayWrite ? (
        <Field label={t("tags")}>
          <TagPicker ticket={ticket} actions={actions} />
        </Field>
      ) : (
        <p className={css.tags}>
          {ticket.tagIds.map((id) => (
            <Tag key={id} name={tags.get(id)?.name ?? t("archivedTag")} colour={tags.get(id)?.color} />
          ))}
        </p>
      )}
    </>
  );
}

function Sla({ ticket, isSettled }: { ticket: Ticket; isSettled: boolean }) {
  const t = useTranslations("inboxDetails");
  const format = useFormat();
  const { data } = useSla(ticket, isSettled);
  const running =
    data?.targets.filter((clock) => clock.status === "running" || clock.status === "breached") ?? [];
  if (running.length === 0) return null;
  return (
    <ul className={details.list} aria-label={t("sla.title")}>
      {running.map((clock) => {
        const isBroken =
          clock.status === "breached" || (clock.dueAt !== null && Date.parse(clock.dueAt) < Date.now());
        return (
          <li key={`${clock.target}${clock.startedAt}`} className={css.clock}>
            <span>{t(`sla.${clock.target}`)}</span>
            <Badge tone={isBroken ? "danger" : clock.warnedAt ? "warning" : "info"}>
              {clock.dueAt
                ? t(isBroken ? "sla.late" : "sla.due", { time: format.relative(clock.dueAt) })
                : t("sla.broken")}
            </Badge>
          </li>
        );
      })}
    </ul>
  );
}

function Rating({ ticket, isSettled }: { ticket: Ticket; isSettled: boolean }) {
  const t = useTranslations("inboxDetails");
  const { data: rating } = useRating(ticket, isSettled);
  if (!rating) return null;
  if (rating.score === null) {
    return rating.status === "asked" ? <p className={details.small}>{t("rating.asked")}</p> : null;
  }
  return (
    <div className={css.rating}>
      <p>
        <VisuallyHidden>{t("rating.score", { score: rating.score })}</VisuallyHidden>
        {[1, 2, 3, 4, 5].map((star) => (
          <Star
            key={star}
            size={18}
            aria-hidden="true"
            fill={star <= (rating.score ?? 0) ? "currentColor" : "none"}
          />
        ))}
        <span aria-hidden="true">{rating.score}/5</span>
      </p>
      {rating.comment && (
        <blockquote dir="auto" className={details.muted}>
          {rating.comment}
        </blockquote>
      )}
    </div>
  );
}

function Dates({ ticket }: { ticket: Ticket }) {
  const t = useTranslations("inboxDetails");
  const format = useFormat();
  const dates = [
    ["opened", ticket.openedAt],
    ["firstReply", ticket.firstReplyAt],
    ["snoozedUntil", ticket.snoozedUntil],
    ["closed", ticket.closedAt],
  ] as const;
  return (
    <dl className={css.pairs}>
      {dates.map(
        ([name, at]) =>
          at && (
            <div key={name}>
              <dt>{t(`dates.${name}`)}</dt>
              <dd>{format.dateTime(at)}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
