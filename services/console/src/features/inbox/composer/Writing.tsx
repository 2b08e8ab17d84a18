/** The field with its tools: what is typed, quoted, attached; sending it now or later; recording; templates. */

import { lazy, Suspense, useCallback, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { session, useSession } from "@/shared/api/session";
import { drafts, useDraft } from "@/shared/outbox/drafts";
import { outbox } from "@/shared/outbox/outbox";
import { useNames } from "@/shared/ui/conversation/people";
import type { Attending } from "../conversation/useAttending";
import { useTyping } from "../conversation/useAttending";
import { useWindow } from "../conversation/useWindow";
import type { Ticket } from "../ticket";
import { takesCaption } from "./attachments";
import { ChannelBar } from "./ChannelBar";
import css from "./Composer.module.css";
import { Editor, type EditorHandle } from "./Editor";
import { Enclosed } from "./Enclosed";
import { isSendable, sendingsOf } from "./sendings";
import { mentionsIn } from "./suggesting";
import { Tools } from "./Tools";
import { useCustomerTyping } from "./useCustomerTyping";
import { useFiles } from "./useFiles";
import { WindowBar } from "./WindowBar";

const VoiceRecorder = lazy(() => import("@/shared/ui/conversation/VoiceRecorder"));
const TemplateDialog = lazy(() => import("./TemplateDialog"));
const ScheduleDialog = lazy(() => import("./ScheduleDialog"));

interface Props {
  ticket: Ticket;
  kind: "reply" | "note";
  attending: Attending;
  focus: number;
  canReply: boolean;
  onKind: (kind: "reply" | "note") => void;
  onSent: () => void;
}

export function Writing({ ticket, kind, focus, canReply, onKind, onSent }: Props) {
  const t = useTranslations("inboxComposer");
  const names = useNames();
  const { preferences } = useSession();
  const [draft, change, clear] = useDraft(ticket.id, kind);
  const window = useWindow(ticket);
  const typing = useTyping(ticket.id);
  const customerTyping = useCustomerTyping(ticket, kind === "reply" && window.kind !== "closed");
  const editor = useRef<EditorHandle>(null);
  const [dialog, setDialog] = useState<"template" | "schedule" | null>(null);
  const [isRecording, setRecording] = useState(false);
  const isShut = kind === "reply" && window.kind === "closed";
  const { add, drop, isOver } = useFiles(ticket.id, kind === "reply" && !isShut);

  useEffect(() => {
    if (focus > 0) editor.current?.focus();
  }, [focus]);

  const send = useCallback(() => {
    // What the store has by now, and not what was drawn: a second press finds it empty.
    const now = drafts.get(ticket.id, kind);
    if (!isSendable(now) || isShut || !isSignedIn()) return;
    const mentions = mentionsIn(now.text, now.mentions ?? [], names.user);
    const sendings = sendingsOf(now, ticket.id, kind === "note" ? "note" : "message", mentions);
    clear();
    for (const sending of sendings) void outbox.send(sending);
    typing(false);
    requestAnimationFrame(onSent);
  }, [ticket.id, kind, isShut, names, clear, typing, onSent]);

  const onTyped = (text: string) => {
    change({ text });
    typing(text !== "");
    if (text !== "") customerTyping();
  };
  const captionLost = draft.files[0] && !takesCaption(draft.files[0].mediaType) && draft.text !== "";

  return (
    <div className={css.writing} data-over={isOver ? "" : undefined} {...drop}>
      {kind === "reply" && <ChannelBar channelId={ticket.channelId} />}
      {isShut && (
        <WindowBar
          since={window.since}
          hasText={draft.text !== ""}
          onTemplate={() => setDialog("template")}
        />
      )}
      {isOver && <p className={css.over}>{t("dropHere")}</p>}
      <Enclosed draft={draft} change={change} />
      {captionLost && <p className={css.hint}>{t("captionApart")}</p>}
      {isRecording ? (
        <Suspense fallback={<div className={css.recording} />}>
          <VoiceRecorder
            onDiscard={() => {
              setRecording(false);
              requestAnimationFrame(() => editor.current?.focus());
            }}
            onLeft={(blob) => keepVoice(ticket.id, blob)}
            onSend={(blob) => {
              setRecording(false);
              if (!isSignedIn()) return keepVoice(ticket.id, blob);
              void outbox.send({
                clientMessageId: crypto.randomUUID(),
                ticketId: ticket.id,
                kind: "message",
                attachment: { blob, name: "voice.ogg", mediaType: "audio", voice: true },
                replyTo: draft.quote?.providerMessageId,
              });
              change({ quote: undefined });
              requestAnimationFrame(onSent);
            }}
          />
        </Suspense>
      ) : (
        <>
          <Editor
            handle={editor}
            ticket={ticket}
            kind={kind}
            text={draft.text}
            mentions={draft.mentions ?? []}
            isReadOnly={isShut}
            enterSends={preferences.enterSends}
            onTyped={onTyped}
            onMention={(id) => change({ mentions: [...(draft.mentions ?? []), id] })}
            onFiles={add}
            onQuickReply={(media) => change({ files: [...drafts.get(ticket.id, kind).files, media] })}
            onSend={send}
            onLeave={() => typing(false)}
          />
          <Tools
            kind={kind}
            canReply={canReply}
            isShut={isShut}
            isSendable={isSendable(draft) && !isShut}
            textLength={draft.text.trim().length}
            enterSends={preferences.enterSends}
            onKind={onKind}
            onEmoji={(emoji) => editor.current?.insert(emoji)}
            onFiles={add}
            onVoice={() => setRecording(true)}
            onTemplate={() => setDialog("template")}
            onSchedule={() => setDialog("schedule")}
            onSend={send}
          />
        </>
      )}
      <Suspense>
        {dialog === "template" && (
          <TemplateDialog ticket={ticket} onClose={() => setDialog(null)} onSent={onSent} />
        )}
        {dialog === "schedule" && (
          <ScheduleDialog ticket={ticket} draft={draft} onClose={() => setDialog(null)} />
        )}
      </Suspense>
    </div>
  );
}

/** The composer is still there for a moment when a session has ended: what is typed waits for the next one. */
const isSignedIn = () => session.current.kind === "signed-in";

/** A recording that was under way when somebody looked at another ticket waits in the draft. */
function keepVoice(ticketId: string, blob: Blob): void {
  const { files } = drafts.get(ticketId, "reply");
  const file = { id: crypto.randomUUID(), blob, name: "voice.ogg", mediaType: "audio" as const, voice: true };
  drafts.change(ticketId, "reply", { files: [...files, file] });
}
