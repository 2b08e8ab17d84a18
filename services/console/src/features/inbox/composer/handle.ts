/** What others ask of the composer that is shown, and how something that was not sent comes back into it. */

import { drafts } from "@/shared/outbox/drafts";
import type { Entry } from "@/shared/outbox/entry";
import type { Message } from "@/shared/ui/conversation/message";

export interface ComposerHandle {
  quote(message: Message): void;
  write(kind: "reply" | "note"): void;
}

/** Puts what was not sent before what is typed by now. */
export function takeBack(entry: Entry, composer: ComposerHandle | null): void {
  const kind = entry.kind === "note" ? "note" : "reply";
  const draft = drafts.get(entry.ticketId, kind);
  const text = [entry.text, draft.text].filter(Boolean).join("\n");
  const files = entry.attachment
    ? [{ ...entry.attachment, id: crypto.randomUUID() }, ...draft.files]
    : draft.files;
  const mentions = [...new Set([...(entry.mentions ?? []), ...(draft.mentions ?? [])])];
  drafts.change(entry.ticketId, kind, { text, files, ...(mentions.length > 0 && { mentions }) });
  composer?.write(kind);
}
