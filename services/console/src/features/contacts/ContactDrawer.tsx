/** One contact beside the table: details, tickets, files, and the names it is known by. */

import { Ban, MegaphoneOff, MessageSquarePlus } from "lucide-react";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/shared/api/session";
import { useFormat } from "@/shared/format/useFormat";
import { Avatar } from "@/shared/ui/Avatar";
import { Badge } from "@/shared/ui/Badge";
import { Button } from "@/shared/ui/Button";
import { Drawer } from "@/shared/ui/Drawer";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Skeleton } from "@/shared/ui/Skeleton";
import { Tabs } from "@/shared/ui/Tabs";
import { ContactDetails } from "./ContactDetails";
import { ContactFiles } from "./ContactFiles";
import { ContactIdentity } from "./ContactIdentity";
import { ContactMenu } from "./ContactMenu";
import { ContactTickets } from "./ContactTickets";
import css from "./contacts.module.css";
import { useContact } from "./data";
import { MergeContacts } from "./MergeContacts";
import { type Contact, nameOf } from "./rules";
import { CONTACT_TABS, type ContactTab } from "./search";
import { WriteFirst } from "./WriteFirst";

interface ContactDrawerProps {
  id: string;
  tab: ContactTab;
  onTab: (tab: ContactTab) => void;
  onClose: () => void;
  onOpen: (id: string, tab?: ContactTab) => void;
}

export function ContactDrawer(props: ContactDrawerProps) {
  const t = useTranslations("contacts");
  const contact = useContact(props.id);
  if (contact.data) {
    return <Loaded {...props} contact={contact.data} />;
  }
  return (
    <Drawer title={t("contact")} open onClose={props.onClose}>
      {contact.isError ? (
        <ErrorBox
          error={contact.error}
          title={t("drawer.failed")}
          onRetry={() => void contact.refetch()}
          isRetrying={contact.isRefetching}
        />
      ) : (
        <Skeleton kind="rows" count={4} />
      )}
    </Drawer>
  );
}

interface LoadedProps extends ContactDrawerProps {
  contact: Contact;
}

function Loaded({ contact, tab, onTab, onClose, onOpen }: LoadedProps) {
  const t = useTranslations("contacts");
  const format = useFormat();
  const mayReply = useMay("tickets:write");
  const [dialog, setDialog] = useState<"write" | "merge">();
  const name = nameOf(contact, format.phone, t("unnamed"));
  return (
    <Drawer
      title={name}
      open
      onClose={onClose}
      header={
        <div className={css.person}>
          <Avatar name={contact.name} size="large" />
          <div className={css.personName}>
            <span className={css.drawerName} dir="auto">
              {name}
            </span>
            {contact.phone && contact.name && <bdi className={css.second}>{format.phone(contact.phone)}</bdi>}
            <span className={css.tags}>
              {contact.blockedAt && (
                <Badge tone="danger" icon={Ban}>
                  {t("blocked")}
                </Badge>
              )}
              {contact.optedOut && (
                <Badge tone="warning" icon={MegaphoneOff}>
                  {t("optedOut")}
                </Badge>
              )}
            </span>
          </div>
        </div>
      }
      actions={
        <ContactMenu contact={contact} name={name} onMerge={() => setDialog("merge")} onClose={onClose} />
      }
    >
      {mayReply && !contact.blockedAt && (
        <Button
          className={css.start}
          variant="primary"
          icon={MessageSquarePlus}
          onClick={() => setDialog("write")}
        >
          {t("drawer.write")}
        </Button>
      )}
      <Tabs
        label={t("drawer.tabs")}
        value={tab}
        onValue={onTab}
        items={CONTACT_TABS.map((value) => ({ value, label: t(`drawer.tab.${value}`) }))}
      >
        <div className={css.panel}>
          {tab === "details" && <ContactDetails contact={contact} />}
          {tab === "tickets" && <ContactTickets id={contact.id} />}
          {tab === "files" && <ContactFiles id={contact.id} />}
          {tab === "identity" && <ContactIdentity contact={contact} />}
        </div>
      </Tabs>
      {dialog === "write" && (
        <WriteFirst contact={contact} name={name} onClose={() => setDialog(undefined)} />
      )}
      {dialog === "merge" && (
        <MergeContacts
          contact={contact}
          name={name}
          onClose={() => setDialog(undefined)}
          onMerged={() => {
            setDialog(undefined);
            onOpen(contact.id, "identity");
          }}
        />
      )}
    </Drawer>
  );
}
