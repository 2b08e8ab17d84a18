/** Gives a ticket to a queue, to an agent, or to an agent in a queue, with a note for whoever takes it. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { useQueues } from "@/shared/api/lookups";
import { Avatar } from "@/shared/ui/Avatar";
import { Button } from "@/shared/ui/Button";
import { Combobox } from "@/shared/ui/Combobox";
import type { ComboOption } from "@/shared/ui/comboboxSearch";
import { Dialog } from "@/shared/ui/Dialog";
import { Field } from "@/shared/ui/Field";
import { NativeSelect } from "@/shared/ui/NativeSelect";
import { TextArea } from "@/shared/ui/TextInput";
import { useAgents } from "../../people";
import type { Ticket } from "../../ticket";
import type { TicketActions } from "../../ticket-actions";
import css from "./dialogs.module.css";

const SAME = "same";
const NONE = "none";

export default function TransferDialog({
  ticket,
  actions,
  onClose,
}: {
  ticket: Ticket;
  actions: TicketActions;
  onClose: () => void;
}) {
  const t = useTranslations("inboxConversation");
  const queues = useQueues();
  const agents = useAgents();
  const [queue, setQueue] = useState(SAME);
  const [agent, setAgent] = useState<ComboOption | null>(null);
  const [note, setNote] = useState("");
  const [error, setError] = useState<string | null>(null);

  const queueOptions = [
    {
      value: SAME,
      label: t("transfer.sameQueue", { name: queues.byId.get(ticket.queueId ?? "")?.name ?? t("noQueue") }),
    },
    ...queues.list
      .filter((each) => each.id !== ticket.queueId)
      .map((each) => ({ value: each.id, label: each.name })),
    ...(ticket.queueId ? [{ value: NONE, label: t("noQueue") }] : []),
  ];
  const agentOptions = agents
    .filter((each) => each.id !== ticket.assigneeId)
    .map((each) => ({
      value: each.id,
      label: each.name,
      hint: t(`presence.${each.status}`),
      mark: <Avatar size="small" name={each.name} presence={each.status} />,
    }));

  function submit() {
    if (queue === SAME && !agent) return setError(t("transfer.nowhere"));
    const to = {
      ...(queue !== SAME && { queueId: queue === NONE ? null : queue }),
      ...(agent && { assigneeId: agent.value }),
      ...(note.trim() && { note: note.trim() }),
    };
    const target = [agent?.label, queue === SAME ? undefined : (queues.byId.get(queue)?.name ?? t("noQueue"))]
      .filter(Boolean)
      .join(" · ");
    onClose();
    void actions.transfer(to, target);
  }

  return (
    <Dialog
      open
      title={t("transfer.title")}
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button variant="primary" type="submit">
            {t("actions.transfer")}
          </Button>
        </>
      }
    >
      <div className={css.fields}>
        <Field label={t("transfer.queue")} error={error}>
          <NativeSelect value={queue} onValue={setQueue} options={queueOptions} />
        </Field>
        <Field label={t("transfer.agent")} hint={t("transfer.agentHint")} optional>
          <Combobox
            value={agent}
            onValue={setAgent}
            options={agentOptions}
            placeholder={t("transfer.anyone")}
          />
        </Field>
        <Field label={t("transfer.note")} hint={t("transfer.noteHint")} optional>
          <TextArea value={note} onValue={setNote} maxLength={4096} rows={3} />
        </Field>
      </div>
    </Dialog>
  );
}
