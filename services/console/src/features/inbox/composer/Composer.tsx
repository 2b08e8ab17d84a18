/**
 * Where one writes: to the customer or a note for colleagues, each with its own draft. What stands in the way of an answer
 * (a colleague's ticket, a closed one, a closed window) is said here, and what can be done about it; what is typed stays.
 */

import { useCallback, useState } from "react";
import { useTranslations } from "use-intl";
import { useMay, useSession } from "@/shared/api/session";
import { useCommand } from "@/shared/keyboard/commands";
import { drafts } from "@/shared/outbox/drafts";
import type { Message } from "@/shared/ui/conversation/message";
import { useNames, writerOf } from "@/shared/ui/conversation/people";
import { useSummary } from "@/shared/ui/conversation/summary";
import type { Attending } from "../conversation/useAttending";
import { type Ticket, useAnswersGroups } from "../ticket";
import css from "./Composer.module.css";
import { GateBar } from "./GateBar";
import { gateOf } from "./gate";
import type { ComposerHandle } from "./handle";
import { Writing } from "./Writing";

interface Props {
  ticket: Ticket;
  attending: Attending;
  handle: { current: ComposerHandle | null };
  onSent: () => void;
}

export function Composer({ ticket, attending, handle, onSent }: Props) {
  const t = useTranslations("inboxComposer");
  const { user } = useSession();
  const mayWrite = useMay("tickets:write");
  const names = useNames();
  const summary = useSummary();
  const [kind, setKind] = useState<"reply" | "note">("reply");
  /** Counts up: the field takes the focus when it is shown next. */
  const [focus, setFocus] = useState(0);
  const gate = gateOf({ ticket, me: user.id, mayWrite, answersGroups: useAnswersGroups(ticket.channelId) });

  const write = useCallback((next: "reply" | "note") => {
    setKind(next);
    setFocus((count) => count + 1);
  }, []);

  handle.current = {
    write,
    quote(message: Message) {
      if (!message.providerMessageId || gate) return;
      const author =
        message.direction === "in" ? writerOf(message, names) : (names.user(message.authorId ?? "") ?? "");
      const quote = {
        providerMessageId: message.providerMessageId,
        messageId: message.id,
        author,
        text: summary(message),
      };
      drafts.change(ticket.id, "reply", { quote });
      write("reply");
    },
  };
  useCommand("ticketReply", () => write("reply"), mayWrite);
  useCommand("ticketNote", () => write("note"), mayWrite);

  if (gate === "viewer") return null;
  const isGated = gate !== null && kind === "reply";
  return (
    <section
      className={css.composer}
      data-kind={kind}
      aria-label={t(kind === "note" ? "noteLabel" : "label")}
    >
      {isGated ? (
        <GateBar
          gate={gate}
          ticket={ticket}
          focus={focus}
          onNote={() => write("note")}
          onTaken={() => write("reply")}
        />
      ) : (
        <Writing
          key={kind}
          {...{ ticket, kind, attending, focus, onSent }}
          canReply={gate === null}
          onKind={write}
        />
      )}
    </section>
  );
}
