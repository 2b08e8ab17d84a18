/** What completes what is typed: quick replies, emojis, colleagues. */

import { useEffect, useMemo, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import { api, ask } from "@/shared/api/client";
import { type QuickReply, useQuickReplies } from "@/shared/api/lookups";
import { useSession } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { useFormat } from "@/shared/format/useFormat";
import type { DraftFile } from "@/shared/outbox/draftManager";
import { toast } from "@/shared/ui/toast";
import { useAgents } from "../people";
import type { Ticket } from "../ticket";
import { colleaguesFor, repliesFor, type Trigger } from "./suggesting";

export type Suggestion =
  | { kind: "reply"; id: string; label: string; hint: string; reply: QuickReply }
  | { kind: "emoji"; id: string; label: string; emoji: string }
  | { kind: "mention"; id: string; label: string };

interface Taken {
  onMention: (userId: string) => void;
  onQuickReply: (file: DraftFile) => void;
}

export function useSuggestions(trigger: Trigger | null, ticket: Ticket, { onMention, onQuickReply }: Taken) {
  const t = useTranslations("inboxComposer");
  const problem = useProblemWords();
  const format = useFormat();
  const { user } = useSession();
  const replies = useQuickReplies().list;
  const agents = useAgents();
  const emojis = useEmojis(trigger?.kind === "emoji" ? trigger.query : null);

  const suggestions = useMemo((): Suggestion[] => {
    if (trigger?.kind === "reply") {
      return repliesFor(replies, trigger.query, ticket.queueId).map((reply) => ({
        kind: "reply",
        id: reply.id,
        label: `/${reply.shortcut}`,
        hint: reply.text || reply.title,
        reply,
      }));
    }
    if (trigger?.kind === "mention") {
      const others = agents.filter((agent) => agent.id !== user.id);
      return colleaguesFor(others, trigger.query).map(({ id, name }) => ({
        kind: "mention",
        id,
        label: name,
      }));
    }
    return trigger?.kind === "emoji" ? emojis : [];
  }, [trigger, replies, agents, emojis, ticket.queueId, user.id]);

  /** Returns the words that a suggestion stands for; null: they could not be had. */
  async function words(suggestion: Suggestion): Promise<string | null> {
    if (suggestion.kind === "emoji") return suggestion.emoji;
    if (suggestion.kind === "mention") {
      onMention(suggestion.id);
      return `@${suggestion.label} `;
    }
    try {
      const params = { path: { quick_reply_id: suggestion.id } };
      const body = { ticketId: ticket.id };
      const { text, media, missing } = await ask(
        api.POST("/api/v1/quick-replies/{quick_reply_id}/render", { params, body }),
      );
      if (missing.length > 0)
        toast({ text: t("missingValues", { names: format.list(missing) }), key: "missing values" });
      if (media) {
        const name = media.filename ?? suggestion.label.slice(1);
        onQuickReply({
          id: crypto.randomUUID(),
          blob: new Blob(),
          name,
          mediaType: media.kind,
          mediaId: media.id,
        });
      }
      return text;
    } catch (error) {
      toast({ tone: "danger", text: problem(error) });
      return null;
    }
  }

  return { suggestions, words };
}

function useEmojis(query: string | null): Suggestion[] {
  const locale = useLocale();
  const [found, setFound] = useState<Suggestion[]>([]);
  useEffect(() => {
    if (query === null) return setFound([]);
    let isWanted = true;
    void import("@/shared/ui/conversation/emoji-data").then(async ({ emojiData, searchEmojis }) => {
      const data = await emojiData(locale);
      if (!isWanted) return;
      setFound(
        searchEmojis(data, query).map(({ emoji, label }) => ({ kind: "emoji", id: emoji, label, emoji })),
      );
    });
    return () => {
      isWanted = false;
    };
  }, [query, locale]);
  return found;
}
