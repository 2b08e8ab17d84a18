/** Tries an automation on a ticket: which conditions hold, and what it would do. Nothing is done. */

import { CircleCheck, CircleX } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useSubmit } from "@/shared/api/useSubmit";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Checkbox } from "@/shared/ui/Checkbox";
import { Combobox } from "@/shared/ui/Combobox";
import type { ComboOption } from "@/shared/ui/comboboxSearch";
import { Dialog } from "@/shared/ui/Dialog";
import { Field } from "@/shared/ui/Field";
import { TextInput } from "@/shared/ui/TextInput";
import { useActionWords } from "../actions/useActionWords";
import css from "./automations.module.css";
import { type Automation, findTickets, type Tested, testAutomation } from "./data";

async function search(typed: string, signal: AbortSignal): Promise<ComboOption[]> {
  const found = await findTickets(typed, signal);
  return found.map(({ id, number, name }) => ({ value: id, label: `#${number} · ${name}` }));
}

export function TestDialog({ automation, onClose }: { automation: Automation; onClose: () => void }) {
  const t = useTranslations("settingsAutomations");
  const parts = useTranslations("settingsParts");
  const actionWords = useActionWords();
  const [ticket, setTicket] = useState<ComboOption | null>(null);
  const [text, setText] = useState("");
  const [firstMessage, setFirstMessage] = useState(false);
  const [tested, setTested] = useState<Tested>();
  const test = useSubmit(
    async () => {
      if (ticket)
        setTested(
          await testAutomation(automation.id, { ticketId: ticket.value, text: text || null, firstMessage }),
        );
    },
    {
      fields: ["ticketId", "text"],
      check: () => ({ ticketId: ticket ? undefined : parts("missing") }),
    },
  );
  return (
    <Dialog
      open
      title={t("test.title", { name: automation.name })}
      text={t("test.text")}
      onClose={onClose}
      onSubmit={() => void test.submit()}
      actions={
        <Button type="submit" variant="primary" busy={test.busy}>
          {t("test.action")}
        </Button>
      }
    >
      {test.problem && (
        <Banner tone="danger" live>
          {test.problem}
        </Banner>
      )}
      <Field label={t("test.ticket")} hint={t("test.ticketHint")} error={test.errorOf("ticketId")}>
        <Combobox value={ticket} onValue={setTicket} onSearch={search} />
      </Field>
      {automation.event === "message.received" && (
        <>
          <Field label={t("test.message")} error={test.errorOf("text")} optional>
            <TextInput maxLength={4096} value={text} onValue={setText} />
          </Field>
          <Checkbox label={t("test.first")} checked={firstMessage} onValue={setFirstMessage} />
        </>
      )}
      {tested && (
        <section className={css.result} aria-live="polite">
          <p className={css.verdict} data-matches={tested.matches}>
            {tested.matches ? <CircleCheck aria-hidden size={18} /> : <CircleX aria-hidden size={18} />}
            {tested.matches ? t("test.matches") : t("test.matchesNot")}
          </p>
          <ul className={css.lines}>
            {automation.conditions.map((condition, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a condition is its place.
              <li key={at}>
                {tested.conditions[at] ? t("test.holds") : t("test.holdsNot")}{" "}
                {t(`conditions.${condition.type}`)}
                {condition.negated && `: ${t("holdsNot")}`}
              </li>
            ))}
            {tested.actions.map((action, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: an action is its place.
              <li key={`action-${at}`}>{t("test.would", { action: actionWords(action) })}</li>
            ))}
          </ul>
        </section>
      )}
    </Dialog>
  );
}
