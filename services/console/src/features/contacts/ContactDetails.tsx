/** The details of a contact as a form. A change by others meanwhile is said, and overwrites nothing unseen. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { isConflict } from "@/shared/api/revision";
import { useMay } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { toast } from "@/shared/ui/toast";
import { useLeaveGuard } from "@/shared/ui/useLeaveGuard";
import { ContactForm } from "./ContactForm";
import css from "./contacts.module.css";
import { useUpdateContact } from "./data";
import { type Contact, changesOf, draftOf } from "./rules";

interface ContactDetailsProps {
  contact: Contact;
}

export function ContactDetails({ contact }: ContactDetailsProps) {
  const t = useTranslations("contacts.details");
  const words = useProblemWords();
  const mayWrite = useMay("contacts:write");
  const update = useUpdateContact(contact.id);
  /** What the form began with. */
  const [base, setBase] = useState(contact);
  const [draft, setDraft] = useState(() => draftOf(contact));
  const changes = changesOf(draftOf(base), draft);
  const isDirty = Object.keys(changes).length > 0;
  const isStale = base.revision !== contact.revision;

  useLeaveGuard(isDirty, "view");
  const takeOver = (next: Contact) => {
    setBase(next);
    setDraft(draftOf(next));
    update.reset();
  };
  // Nothing is typed: the form follows what others do.
  if (isStale && !isDirty && !update.isPending) takeOver(contact);

  const save = (revision: number) =>
    update.mutate(
      { changes, revision },
      {
        onSuccess: (next) => {
          takeOver(next);
          toast({ text: t("saved"), tone: "good", key: "contact-saved" });
        },
      },
    );
  const isContested = isConflict(update.error) || (isStale && isDirty && !update.isPending);
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (isDirty && !update.isPending) save(base.revision);
      }}
    >
      {isContested ? (
        <Banner
          tone="warning"
          live
          title={t("conflict")}
          action={
            <>
              <Button size="small" onClick={() => takeOver(contact)}>
                {t("takeTheirs")}
              </Button>
              <Button size="small" onClick={() => save(contact.revision)}>
                {t("keepMine")}
              </Button>
            </>
          }
        >
          {t("conflictText")}
        </Banner>
      ) : (
        update.error && (
          <Banner tone="danger" live>
            {words(update.error)}
          </Banner>
        )
      )}
      <ContactForm draft={draft} onDraft={setDraft} error={update.error} disabled={!mayWrite} />
      {mayWrite && isDirty && (
        <div className={css.save}>
          <Button onClick={() => takeOver(contact)} disabled={update.isPending}>
            {t("discard")}
          </Button>
          <Button variant="primary" type="submit" busy={update.isPending}>
            {t("save")}
          </Button>
        </div>
      )}
    </form>
  );
}
