/** Puts a ticket to sleep: until a time that is often meant, another one, or until the customer writes. */

import { useState } from "react";
import { useTimeZone, useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Field } from "@/shared/ui/Field";
import { TextInput } from "@/shared/ui/TextInput";
import { instantOf, wallClock } from "@/shared/ui/zonedTime";
import { laterTimes } from "../../later-times";
import type { Ticket } from "../../ticket";
import type { TicketActions } from "../../ticket-actions";
import css from "./dialogs.module.css";

export default function SnoozeDialog({
  actions,
  onClose,
}: {
  ticket: Ticket;
  actions: TicketActions;
  onClose: () => void;
}) {
  const t = useTranslations("inboxConversation");
  const format = useFormat();
  const zone = useTimeZone() ?? "UTC";
  const [now] = useState(() => new Date());
  const [own, setOwn] = useState("");
  const [error, setError] = useState<string | null>(null);
  const snooze = (until: Date | null) => {
    onClose();
    void actions.snooze(until?.toISOString() ?? null);
  };
  function submit() {
    const until = instantOf(own, zone);
    if (!until || until.getTime() <= Date.now()) return setError(t("snooze.past"));
    snooze(until);
  }
  return (
    <Dialog
      open
      size="small"
      title={t("snooze.title")}
      text={t("snooze.text")}
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button variant="primary" type="submit">
            {t("actions.snooze")}
          </Button>
        </>
      }
    >
      <div className={css.list}>
        {laterTimes(now, zone).map(({ name, at }) => (
          <Button key={name} block onClick={() => snooze(at)}>
            {t(`snooze.${name}`)} ·{" "}
            {format.short(at, now) === format.time(at) ? format.time(at) : format.dateTime(at)}
          </Button>
        ))}
        <Button block onClick={() => snooze(null)}>
          {t("snooze.untilAnswer")}
        </Button>
      </div>
      <Field label={t("snooze.own")} error={error}>
        <TextInput type="datetime-local" value={own} min={wallClock(now, zone)} onValue={setOwn} />
      </Field>
    </Dialog>
  );
}
