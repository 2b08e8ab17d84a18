/** Sends what is typed later: at a time that is often meant, or another one, of the company's clock. */

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTimeZone, useTranslations } from "use-intl";
import { api, ask } from "@/shared/api/client";
import { uploadMedia } from "@/shared/api/upload";
import { useProblemWords } from "@/shared/api/words";
import { useFormat } from "@/shared/format/useFormat";
import type { Draft } from "@/shared/outbox/draftManager";
import { drafts } from "@/shared/outbox/drafts";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Field } from "@/shared/ui/Field";
import { TextInput } from "@/shared/ui/TextInput";
import { toast } from "@/shared/ui/toast";
import { instantOf, wallClock } from "@/shared/ui/zonedTime";
import dialogs from "../conversation/dialogs/dialogs.module.css";
import { laterTimes } from "../later-times";
import type { Ticket } from "../ticket";
import { sendingsOf } from "./sendings";

interface Props {
  ticket: Ticket;
  draft: Draft;
  onClose: () => void;
}

export default function ScheduleDialog({ ticket, draft, onClose }: Props) {
  const t = useTranslations("inboxComposer");
  const format = useFormat();
  const words = useProblemWords();
  const client = useQueryClient();
  const zone = useTimeZone() ?? "UTC";
  const [now] = useState(() => new Date());
  const [own, setOwn] = useState("");
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const windowEnd = ticket.windowOpenUntil ? new Date(ticket.windowOpenUntil) : null;

  /** What is scheduled leaves the draft at once: after a failure only the rest is repeated. The text goes first. */
  function takeOut(clientMessageId: string) {
    const files = drafts.get(ticket.id, "reply").files.filter(({ id }) => id !== clientMessageId);
    drafts.clear(ticket.id, "reply");
    if (files.length > 0) drafts.change(ticket.id, "reply", { files });
  }

  /** Repeated under the same id, it has to be the same file. */
  const keepUpload = (fileId: string) => (mediaId: string) => {
    const { files } = drafts.get(ticket.id, "reply");
    const known = files.map((file) => (file.id === fileId ? { ...file, mediaId } : file));
    drafts.change(ticket.id, "reply", { files: known });
  };

  async function schedule(at: Date) {
    setBusy(true);
    setError(null);
    try {
      for (const { clientMessageId, text, attachment, replyTo } of sendingsOf(draft, ticket.id, "message")) {
        const content = attachment && (await contentOf(attachment, text, keepUpload(clientMessageId)));
        const body = {
          clientMessageId,
          replyTo,
          sendAt: at.toISOString(),
          ...(content ? { content } : { text }),
        };
        const params = { path: { ticket_id: ticket.id } };
        await ask(api.POST("/api/v1/tickets/{ticket_id}/scheduled-messages", { params, body }));
        takeOut(clientMessageId);
      }
      onClose();
      toast({ tone: "good", text: t("scheduled.done", { time: format.dateTime(at) }) });
      void client.invalidateQueries({ queryKey: ["scheduled", ticket.id] });
    } catch (failure) {
      setError(words(failure));
      setBusy(false);
    }
  }

  function submit() {
    const at = instantOf(own, zone);
    if (!at || at.getTime() <= Date.now()) return setError(t("scheduled.past"));
    void schedule(at);
  }

  return (
    <Dialog
      open
      size="small"
      title={t("scheduled.title")}
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button variant="primary" type="submit" busy={isBusy}>
            {t("schedule")}
          </Button>
        </>
      }
    >
      {windowEnd && (
        <Banner tone="info">{t("scheduled.window", { time: format.dateTime(windowEnd) })}</Banner>
      )}
      <div className={dialogs.list}>
        {laterTimes(now, zone).map(({ name, at }) => (
          <Button key={name} block busy={isBusy} onClick={() => void schedule(at)}>
            {t(`scheduled.${name}`)} · {format.dateTime(at)}
          </Button>
        ))}
      </div>
      <Field label={t("scheduled.own")} hint={t("scheduled.zone", { zone })} error={error}>
        <TextInput type="datetime-local" value={own} min={wallClock(now, zone)} onValue={setOwn} />
      </Field>
    </Dialog>
  );
}

type File = NonNullable<ReturnType<typeof sendingsOf>[number]["attachment"]>;

async function contentOf(
  { blob, name, mediaType, voice = false, mediaId }: File,
  caption: string | undefined,
  onUploaded: (mediaId: string) => void,
) {
  let id = mediaId;
  if (id === undefined) {
    id = (await uploadMedia(blob, { filename: name, voice })).id;
    onUploaded(id);
  }
  const media = { id, voice, filename: mediaType === "document" ? name : null };
  return { kind: "media" as const, mediaType, media, caption: caption || null };
}
