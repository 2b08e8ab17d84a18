/** Why one cannot answer here now, and the ways on. */

import { Ban, Bot, CircleCheck, Lock, type LucideIcon, StickyNote, Users } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useUsers } from "@/shared/api/lookups";
import { useMay } from "@/shared/api/session";
import { useDraft } from "@/shared/outbox/drafts";
import { Button } from "@/shared/ui/Button";
import type { Ticket } from "../ticket";
import { useTicketActions } from "../ticket-actions";
import css from "./Composer.module.css";
import type { Gate } from "./gate";

const SIGNS: Record<Exclude<Gate, "viewer">, LucideIcon> = {
  group: Users,
  blocked: Ban,
  closed: CircleCheck,
  held: Bot,
  others: Lock,
};

interface Props {
  gate: Exclude<Gate, "viewer">;
  ticket: Ticket;
  focus: number;
  onNote: () => void;
  onTaken: () => void;
}

export function GateBar({ gate, ticket, focus, onNote, onTaken }: Props) {
  const t = useTranslations("inboxComposer");
  const users = useUsers().byId;
  const actions = useTicketActions(ticket);
  const mayManage = useMay("tickets:manage");
  const [draft] = useDraft(ticket.id, "reply");
  const [isBusy, setBusy] = useState(false);
  const bar = useRef<HTMLDivElement>(null);
  const Sign = SIGNS[gate];
  const name = users.get(ticket.assigneeId ?? "")?.name ?? t("gate.somebody");

  useEffect(() => {
    if (focus > 0) bar.current?.querySelector("button")?.focus();
  }, [focus]);

  const act = (run: () => Promise<boolean>) => async () => {
    setBusy(true);
    const isDone = await run();
    setBusy(false);
    if (isDone) onTaken();
  };
  return (
    <div ref={bar} className={css.gate}>
      <Sign size={18} aria-hidden="true" />
      <div className={css.gateWords}>
        <p>{t(`gate.${gate}`, { name })}</p>
        {draft.text && <p className={css.kept}>{t("gate.kept")}</p>}
      </div>
      <div className={css.gateActions}>
        {gate === "others" && (
          <Button variant="primary" busy={isBusy} onClick={act(actions.takeOver)}>
            {t("gate.takeOver")}
          </Button>
        )}
        {gate === "held" && mayManage && (
          <Button variant="primary" busy={isBusy} onClick={act(actions.takeOver)}>
            {t("gate.takeOver")}
          </Button>
        )}
        {gate === "closed" && (
          <Button variant="primary" busy={isBusy} onClick={act(actions.reopen)}>
            {t("gate.reopen")}
          </Button>
        )}
        <Button icon={StickyNote} onClick={onNote}>
          {t("gate.note")}
        </Button>
      </div>
    </div>
  );
}
