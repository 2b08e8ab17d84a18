/** Colleagues who follow a ticket besides its agent. */

import { useTranslations } from "use-intl";
import { useUsers } from "@/shared/api/lookups";
import { Avatar } from "@/shared/ui/Avatar";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { MultiCombobox } from "@/shared/ui/MultiCombobox";
import { useAgents } from "../../people";
import type { Ticket } from "../../ticket";
import type { TicketActions } from "../../ticket-actions";

export default function ParticipantsDialog({
  ticket,
  actions,
  onClose,
}: {
  ticket: Ticket;
  actions: TicketActions;
  onClose: () => void;
}) {
  const t = useTranslations("inboxConversation");
  return (
    <Dialog
      open
      size="small"
      title={t("participants.title")}
      text={t("participants.text")}
      onClose={onClose}
      actions={
        <Button variant="primary" onClick={onClose}>
          {t("done")}
        </Button>
      }
    >
      <ParticipantPicker ticket={ticket} actions={actions} />
    </Dialog>
  );
}

export function ParticipantPicker({ ticket, actions }: { ticket: Ticket; actions: TicketActions }) {
  const t = useTranslations("inboxConversation");
  const users = useUsers().byId;
  const options = useAgents()
    .filter((agent) => agent.id !== ticket.assigneeId)
    .map((agent) => ({
      value: agent.id,
      label: agent.name,
      mark: <Avatar size="small" name={agent.name} presence={agent.status} />,
    }));
  const chosen = ticket.participantIds.map((id) => ({
    value: id,
    label: users.get(id)?.name ?? t("participants.unknown"),
  }));
  return (
    <MultiCombobox
      label={t("participants.title")}
      placeholder={t("participants.find")}
      value={chosen}
      options={options}
      onValue={(next) => {
        const now = new Set(next.map((option) => option.value));
        for (const id of ticket.participantIds) if (!now.has(id)) void actions.setParticipant(id, false);
        for (const id of now) if (!ticket.participantIds.includes(id)) void actions.setParticipant(id, true);
      }}
    />
  );
}
