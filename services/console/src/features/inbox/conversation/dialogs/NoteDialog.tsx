/** Changes a note that one wrote. */

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, ask } from "@/shared/api/client";
import { useProblemWords } from "@/shared/api/words";
import { Button } from "@/shared/ui/Button";
import type { Message } from "@/shared/ui/conversation/message";
import { Dialog } from "@/shared/ui/Dialog";
import { Field } from "@/shared/ui/Field";
import { TextArea } from "@/shared/ui/TextInput";
import { applyMessage } from "../../live-messages";

export default function NoteDialog({ note, onClose }: { note: Message; onClose: () => void }) {
  const t = useTranslations("inboxConversation");
  const words = useProblemWords();
  const client = useQueryClient();
  const [text, setText] = useState(note.text ?? "");
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function submit() {
    if (!text.trim()) return setError(t("editNote.empty"));
    setBusy(true);
    try {
      const params = { path: { note_id: note.id } };
      applyMessage(
        client,
        await ask(api.PATCH("/api/v1/notes/{note_id}", { params, body: { text: text.trim() } })),
      );
      onClose();
    } catch (failure) {
      setError(words(failure));
      setBusy(false);
    }
  }

  return (
    <Dialog
      open
      title={t("editNote.title")}
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
      <Field label={t("editNote.text")} error={error}>
        <TextArea value={text} onValue={setText} maxLength={4096} rows={4} autoFocus />
      </Field>
    </Dialog>
  );
}
