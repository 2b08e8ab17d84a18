/** Saves a filter by tag as a segment: for campaigns, and for the list of contacts. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { useProblemWords } from "@/shared/api/words";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Field } from "@/shared/ui/Field";
import { TextInput } from "@/shared/ui/TextInput";
import { toast } from "@/shared/ui/toast";
import { useSaveSegment } from "./data";

export function SaveSegment({ tag, onClose }: { tag: string; onClose: () => void }) {
  const t = useTranslations("contacts.segment");
  const words = useProblemWords();
  const save = useSaveSegment();
  const [name, setName] = useState(tag);
  const submit = () => {
    if (name.trim() === "" || save.isPending) return;
    save.mutate(
      { name: name.trim(), filter: { tag } },
      {
        onSuccess: () => {
          toast({ text: t("saved", { name: name.trim() }), tone: "good" });
          onClose();
        },
      },
    );
  };
  return (
    <Dialog
      title={t("title")}
      text={t("text", { tag })}
      size="small"
      open
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button variant="primary" type="submit" busy={save.isPending}>
            {t("save")}
          </Button>
        </>
      }
    >
      <Field label={t("name")} error={save.error ? words(save.error) : undefined} required>
        <TextInput value={name} onValue={setName} maxLength={100} />
      </Field>
    </Dialog>
  );
}
