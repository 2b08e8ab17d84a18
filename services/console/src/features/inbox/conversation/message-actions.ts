/** What is done with single messages: react, copy, send again, delete a note. Shown at once, taken back if refused. */

import { useQueryClient } from "@tanstack/react-query";
import { useTranslations } from "use-intl";
import { api, ask } from "@/shared/api/client";
import { useSession } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { confirm } from "@/shared/ui/confirm";
import type { Message } from "@/shared/ui/conversation/message";
import { toast } from "@/shared/ui/toast";
import { applyMessage } from "../live-messages";
import { changeMessage } from "./data";

export const QUICK_REACTIONS = ["👍", "❤️", "😂", "😮", "😢", "🙏"] as const;

/** What we react with now; all agents together have one reaction. */
export const ownReaction = (message: Message): string | undefined =>
  message.reactions.find((reaction) => reaction.direction === "out")?.emoji;

/** Returns the reactions of a message with another one of ours; null takes it back. */
export function withReaction(message: Message, emoji: string | null, by: string, at: string): Message {
  const others = message.reactions.filter((reaction) => reaction.direction === "in");
  const reactions = emoji ? [...others, { direction: "out" as const, by, emoji, at }] : others;
  return { ...message, reactions } as Message;
}

export function useMessageActions() {
  const t = useTranslations("inboxConversation");
  const client = useQueryClient();
  const words = useProblemWords();
  const { user } = useSession();
  const fail = (error: unknown) => toast({ tone: "danger", text: words(error) });

  return {
    async react(ticketId: string, message: Message, emoji: string) {
      if (!message.providerMessageId) return;
      const next = ownReaction(message) === emoji ? null : emoji;
      const at = new Date().toISOString();
      const undo = changeMessage(client, message.id, (held) => withReaction(held, next, user.id, at));
      const content = { kind: "reaction" as const, messageId: message.providerMessageId, emoji: next };
      try {
        await ask(
          api.POST("/api/v1/tickets/{ticket_id}/messages", {
            params: { path: { ticket_id: ticketId } },
            body: { clientMessageId: crypto.randomUUID(), content },
          }),
        );
      } catch (error) {
        undo();
        fail(error);
      }
    },

    async copy(message: Message) {
      try {
        await navigator.clipboard.writeText(message.text ?? "");
        toast({ text: t("copied"), key: "copied" });
      } catch {
        toast({ tone: "danger", text: t("notCopied") });
      }
    },

    /** Of a message that nobody knows of whether it arrived the customer may read it twice: it is asked first. */
    async sendAgain(message: Message) {
      const isUncertain = message.status === "unconfirmed";
      const ok =
        !isUncertain ||
        (await confirm({ title: t("again.title"), text: t("again.text"), action: t("again.action") }));
      if (!ok) return;
      try {
        const sent = await ask(
          api.POST("/api/v1/messages/{message_id}/resend", {
            params: { path: { message_id: message.id } },
            body: { clientMessageId: crypto.randomUUID(), confirm: isUncertain },
          }),
        );
        applyMessage(client, sent);
      } catch (error) {
        fail(error);
      }
    },

    async removeNote(note: Message) {
      const ok = await confirm({
        title: t("removeNote.title"),
        text: t("removeNote.text"),
        action: t("removeNote.action"),
        danger: true,
      });
      if (!ok) return;
      try {
        await ask(api.DELETE("/api/v1/notes/{note_id}", { params: { path: { note_id: note.id } } }));
        changeMessage(client, note.id, (held) =>
          held.kind === "note"
            ? {
                ...held,
                text: null,
                content: {
                  ...held.content,
                  note: { ...held.content.note, removedAt: new Date().toISOString() },
                },
              }
            : held,
        );
      } catch (error) {
        fail(error);
      }
    },
  };
}
