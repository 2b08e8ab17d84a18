/** The tags of a ticket: each change counts at once. */

import { useTranslations } from "use-intl";
import { useTags } from "@/shared/api/lookups";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { MultiCombobox } from "@/shared/ui/MultiCombobox";
import type { Ticket } from "../../ticket";
import type { TicketActions } from "../../ticket-actions";
import css from "./dialogs.module.css";

export default function TagsDialog({
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
      title={t("tags.title")}
      onClose={onClose}
      actions={
        <Button variant="primary" onClick={onClose}>
          {t("done")}
        </Button>
      }
    >
      <TagPicker ticket={ticket} actions={actions} />
    </Dialog>
  );
}

export function TagPicker({ ticket, actions }: { ticket: Ticket; actions: TicketActions }) {
  const t = useTranslations("inboxConversation");
  const tags = useTags();
  const options = tags.list.map((tag) => ({
    value: tag.id,
    label: tag.name,
    mark: <span className={css.dot} style={{ backgroundColor: tag.color }} aria-hidden="true" />,
  }));
  const chosen = ticket.tagIds.map(
    (id) => options.find((option) => option.value === id) ?? { value: id, label: t("tags.archived") },
  );
  return (
    <MultiCombobox
      label={t("tags.title")}
      placeholder={t("tags.find")}
      value={chosen}
      options={options}
      onValue={(next) => {
        const now = new Set(next.map((option) => option.value));
        for (const id of ticket.tagIds) if (!now.has(id)) void actions.setTag(id, false);
        for (const id of now) if (!ticket.tagIds.includes(id)) void actions.setTag(id, true);
      }}
    />
  );
}
