/** The form of a new contact. What is typed stays until it is stored or thrown away. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { confirm } from "@/shared/ui/confirm";
import { Dialog } from "@/shared/ui/Dialog";
import { Forbidden } from "@/shared/ui/Forbidden";
import { toast } from "@/shared/ui/toast";
import { ContactForm } from "./ContactForm";
import { useCreateContact } from "./data";
import { EMPTY_DRAFT, newContactOf } from "./rules";

interface NewContactProps {
  onClose: () => void;
  onCreated: (id: string) => void;
}

export function NewContact({ onClose, onCreated }: NewContactProps) {
  const t = useTranslations("contacts.new");
  const words = useProblemWords();
  const mayWrite = useMay("contacts:write");
  const create = useCreateContact();
  const [draft, setDraft] = useState(EMPTY_DRAFT);
  const isReady = draft.name.trim() !== "" && draft.phone.trim() !== "";
  const leave = async () => {
    const isTouched = JSON.stringify(draft) !== JSON.stringify(EMPTY_DRAFT);
    if (
      !isTouched ||
      (await confirm({ title: t("leaveTitle"), text: t("leaveText"), action: t("leave"), danger: true }))
    ) {
      onClose();
    }
  };
  const submit = () => {
    if (!isReady || create.isPending) return;
    create.mutate(newContactOf(draft), {
      onSuccess: (contact) => {
        toast({ text: t("created"), tone: "good" });
        onCreated(contact.id);
      },
    });
  };
  return (
    <Dialog
      title={t("title")}
      open
      onClose={() => void leave()}
      onSubmit={submit}
      actions={
        mayWrite && (
          <>
            <Button onClick={() => void leave()}>{t("cancel")}</Button>
            <Button variant="primary" type="submit" busy={create.isPending} disabled={!isReady}>
              {t("save")}
            </Button>
          </>
        )
      }
    >
      {mayWrite ? (
        <>
          {create.error && (
            <Banner tone="danger" live>
              {words(create.error)}
            </Banner>
          )}
          <ContactForm draft={draft} onDraft={setDraft} error={create.error} />
        </>
      ) : (
        <Forbidden />
      )}
    </Dialog>
  );
}
