/** The contacts: a table that is searched and filtered, and beside it the one that is open. */

import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/shared/api/session";
import { Forbidden } from "@/shared/ui/Forbidden";
import { Page } from "@/shared/ui/Page";
import { ContactActions } from "./ContactActions";
import { ContactDrawer } from "./ContactDrawer";
import { ContactFilters } from "./ContactFilters";
import { ContactJobs } from "./ContactJobs";
import { ContactTable } from "./ContactTable";
import { useContactsLive } from "./live";
import { NewContact } from "./NewContact";
import { type ContactsSearch, type ContactTab, readContactsSearch } from "./search";

/** In the address in place of a contact's id: the form of a new one. */
const NEW = "new";
const TO = "/contacts/{-$contactId}" as const;

export function ContactsScreen() {
  const t = useTranslations("contacts");
  const mayRead = useMay("contacts:read");
  const navigate = useNavigate();
  const { contactId } = useParams({ strict: false });
  const search = useSearch({ strict: false, select: readContactsSearch });
  useContactsLive();

  const filter = useCallback(
    (change: Partial<ContactsSearch>) =>
      void navigate({
        to: TO,
        params: { contactId: undefined },
        search: (before) => readContactsSearch({ ...before, ...change }),
        replace: true,
      }),
    [navigate],
  );
  const open = useCallback(
    (id: string | undefined, tab?: ContactTab) =>
      void navigate({
        to: TO,
        params: { contactId: id },
        search: (before) => readContactsSearch({ ...before, tab }),
      }),
    [navigate],
  );
  const close = useCallback(() => open(undefined), [open]);

  if (!mayRead) {
    return (
      <Page title={t("title")}>
        <Forbidden />
      </Page>
    );
  }
  return (
    <Page
      title={t("title")}
      text={t("text")}
      actions={<ContactActions search={search} onNew={() => open(NEW)} />}
      toolbar={<ContactFilters search={search} onFilter={filter} />}
    >
      <ContactJobs />
      <ContactTable search={search} currentId={contactId} onFilter={filter} onNew={() => open(NEW)} />
      {contactId === NEW ? (
        <NewContact onClose={close} onCreated={(id) => open(id)} />
      ) : (
        contactId && (
          <ContactDrawer
            key={contactId}
            id={contactId}
            tab={search.tab ?? "details"}
            onTab={(tab) => open(contactId, tab)}
            onClose={close}
            onOpen={open}
          />
        )
      )}
    </Page>
  );
}
