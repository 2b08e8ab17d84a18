/** Messages that will be sent to the contact later: another time, or not at all. */

import { CalendarClock, X } from "lucide-react";
import { useState } from "react";
import { useTimeZone, useTranslations } from "use-intl";
import { useFormat } from "@/shared/format/useFormat";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Field } from "@/shared/ui/Field";
import { IconButton } from "@/shared/ui/IconButton";
import { TextInput } from "@/shared/ui/TextInput";
import { instantOf, wallClock } from "@/shared/ui/zonedTime";
import type { Ticket } from "../ticket";
import details from "./Details.module.css";
import { type Scheduled, useScheduled } from "./data";
import css from "./ScheduledSection.module.css";
import { Section } from "./Section";

export function ScheduledSection({ ticket, isSettled }: { ticket: Ticket; isSettled: boolean }) {
  const t = useTranslations("inboxDetails");
  const format = useFormat();
  const { query, cancel, move } = useScheduled(ticket.id, isSettled);
  const [moved, setMoved] = useState<Scheduled | null>(null);
  const scheduled = query.data ?? [];
  if (scheduled.length === 0 && !query.error) return null;
  return (
    <Section name="scheduled" title={t("scheduled.title")} count={scheduled.length} isOpenAtFirst>
      {() => (
        <>
          {query.error && <ErrorBox compact error={query.error} onRetry={() => void query.refetch()} />}
          <ul className={details.list}>
            {scheduled.map((each) => (
              <li key={each.id} className={css.scheduled}>
                <div className={css.words}>
                  <time dateTime={each.sendAt}>{format.dateTime(each.sendAt)}</time>
                  <p dir="auto">{each.text ?? t("scheduled.file")}</p>
                </div>
                <IconButton
                  size="small"
                  label={t("scheduled.move")}
                  icon={CalendarClock}
                  onClick={() => setMoved(each)}
                />
                <IconButton
                  size="small"
                  label={t("scheduled.cancel")}
                  icon={X}
                  onClick={() => void cancel(each)}
                />
              </li>
            ))}
          </ul>
          {moved && <MoveDialog scheduled={moved} onMove={move} onClose={() => setMoved(null)} />}
        </>
      )}
    </Section>
  );
}

interface MoveProps {
  scheduled: Scheduled;
  onMove: (scheduled: Scheduled, at: Date) => Promise<string | null>;
  onClose: () => void;
}

function MoveDialog({ scheduled, onMove, onClose }: MoveProps) {
  const t = useTranslations("inboxDetails");
  const zone = useTimeZone() ?? "UTC";
  const [wall, setWall] = useState(() => wallClock(new Date(scheduled.sendAt), zone));
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  async function submit() {
    const at = instantOf(wall, zone);
    if (!at || at.getTime() <= Date.now()) return setError(t("scheduled.past"));
    setBusy(true);
    const refusal = await onMove(scheduled, at);
    setBusy(false);
    if (refusal) setError(refusal);
    else onClose();
  }
  return (
    <Dialog
      open
      size="small"
      title={t("scheduled.move")}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button variant="primary" type="submit" busy={isBusy}>
            {t("save")}
          </Button>
        </>
      }
    >
      <Field label={t("scheduled.at")} error={error}>
        <TextInput type="datetime-local" value={wall} onValue={setWall} />
      </Field>
    </Dialog>
  );
}
