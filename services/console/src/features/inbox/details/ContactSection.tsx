/** Who the customer is; each value is changed where it stands. */

import { Link } from "@tanstack/react-router";
import { Ban, Copy, ExternalLink, Mail, Phone } from "lucide-react";
import { useTranslations } from "use-intl";
import { useContactFields, useContactTags } from "@/shared/api/lookups";
import { useMay } from "@/shared/api/session";
import { useFormat } from "@/shared/format/useFormat";
import { Avatar } from "@/shared/ui/Avatar";
import { Badge } from "@/shared/ui/Badge";
import { Button } from "@/shared/ui/Button";
import { confirm } from "@/shared/ui/confirm";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { IconButton } from "@/shared/ui/IconButton";
import { MultiCombobox } from "@/shared/ui/MultiCombobox";
import { Skeleton } from "@/shared/ui/Skeleton";
import { Dot } from "@/shared/ui/Tag";
import { toast } from "@/shared/ui/toast";
import type { Ticket } from "../ticket";
import { ContactFieldValue } from "./ContactFieldValue";
import css from "./ContactSection.module.css";
import details from "./Details.module.css";
import { type Contact, useContact, useContactChanges } from "./data";
import { InlineText } from "./InlineText";
import { Section } from "./Section";

export function ContactSection({ ticket, isSettled }: { ticket: Ticket; isSettled: boolean }) {
  const t = useTranslations("inboxDetails");
  const format = useFormat();
  const { data: contact, error, refetch } = useContact(ticket.contact.id, isSettled);
  const { name, phone } = ticket.contact;
  return (
    <>
      <div className={css.who}>
        <Avatar size="large" name={name} src={contact?.avatarUrl} />
        {contact ? (
          <Name contact={contact} />
        ) : (
          <p className={css.name} dir="auto">
            {name || (phone ? format.phone(phone) : t("noName"))}
          </p>
        )}
        <p className={css.badges}>
          {contact?.optedOut && <Badge tone="warning">{t("optedOut")}</Badge>}
          {ticket.contact.blockedAt && (
            <Badge tone="danger" icon={Ban}>
              {t("blocked")}
            </Badge>
          )}
        </p>
      </div>
      <Section name="contact" title={t("contact")} isOpenAtFirst>
        {() => (
          <>
            {error && <ErrorBox compact error={error} onRetry={() => void refetch()} />}
            {!contact && !error && <Skeleton count={4} />}
            {contact && <Values contact={contact} />}
          </>
        )}
      </Section>
    </>
  );
}

function Name({ contact }: { contact: Contact }) {
  const t = useTranslations("inboxDetails");
  const mayWrite = useMay("contacts:write");
  const { change } = useContactChanges(contact);
  return (
    <InlineText
      className={css.name}
      label={t("name")}
      value={contact.name ?? ""}
      empty={t("noName")}
      maxLength={200}
      isReadOnly={!mayWrite}
      onSave={(name) => name && void change({ name })}
    />
  );
}

function Values({ contact }: { contact: Contact }) {
  const t = useTranslations("inboxDetails");
  const format = useFormat();
  const mayWrite = useMay("contacts:write");
  const tags = useContactTags().list;
  const fields = useContactFields().list;
  const { change, block } = useContactChanges(contact);
  const own = new Set(fields.map((field) => field.name));
  const others = Object.entries(contact.customFields).filter(([name]) => !own.has(name));
  const copy = (text: string) =>
    navigator.clipboard.writeText(text).then(
      () => toast({ text: t("copied"), key: "copied" }),
      () => toast({ tone: "danger", text: t("notCopied") }),
    );
  const text = (key: "email" | "organization" | "notes", maxLength: number, isLong = false) => (
    <InlineText
      label={t(key)}
      value={contact[key] ?? ""}
      empty={t("add")}
      type={key === "email" ? "email" : "text"}
      maxLength={maxLength}
      isLong={isLong}
      isReadOnly={!mayWrite}
      onSave={(value) => void change({ [key]: value || null })}
    />
  );
  return (
    <>
      {contact.phone && (
        <p className={css.line}>
          <Phone size={14} aria-hidden="true" />
          <span dir="ltr">{format.phone(contact.phone)}</span>
          <IconButton
            size="small"
            label={t("copyPhone")}
            icon={Copy}
            onClick={() => void copy(`+${contact.phone}`)}
          />
        </p>
      )}
      <dl className={css.values}>
        <Pair name={t("email")} icon={<Mail size={12} aria-hidden="true" />}>
          {text("email", 254)}
        </Pair>
        <Pair name={t("organization")}>{text("organization", 200)}</Pair>
        {fields.map((field) => (
          <Pair key={field.id} name={field.label}>
            <ContactFieldValue
              field={field}
              value={contact.customFields[field.name] ?? ""}
              isReadOnly={!mayWrite}
              onSave={(value) => void change({ customFields: { [field.name]: value || null } })}
            />
          </Pair>
        ))}
        {others.map(([name, value]) => (
          <Pair key={name} name={name}>
            <p dir="auto">{value}</p>
          </Pair>
        ))}
        <Pair name={t("notes")}>{text("notes", 4000, true)}</Pair>
      </dl>
      <div>
        <p className={details.small}>{t("contactTags")}</p>
        <MultiCombobox
          label={t("contactTags")}
          placeholder={mayWrite ? t("findTag") : undefined}
          disabled={!mayWrite}
          value={contact.tags.map((name) => ({ value: name, label: name }))}
          options={tags.map((tag) => ({
            value: tag.name,
            label: tag.name,
            mark: <Dot colour={tag.color} />,
          }))}
          onCreate={(typed) => ({ value: typed, label: typed })}
          onValue={(next) => void change({ tags: next.map((option) => option.value) })}
        />
      </div>
      <div className={css.links}>
        <Link className={css.link} to="/contacts/{-$contactId}" params={{ contactId: contact.id }}>
          {t("openContact")} <ExternalLink size={12} aria-hidden="true" />
        </Link>
        {mayWrite && <BlockButton contact={contact} onBlock={block} />}
      </div>
    </>
  );
}

function BlockButton({
  contact,
  onBlock,
}: {
  contact: Contact;
  onBlock: (isBlocked: boolean) => Promise<boolean>;
}) {
  const t = useTranslations("inboxDetails");
  const isBlocked = contact.blockedAt !== null;
  const press = async () => {
    const ok =
      isBlocked ||
      (await confirm({
        title: t("block.title"),
        text: t("block.text"),
        action: t("block.action"),
        danger: true,
      }));
    if (ok) void onBlock(!isBlocked);
  };
  return (
    <Button size="small" variant="ghost" icon={Ban} onClick={() => void press()}>
      {t(isBlocked ? "block.undo" : "block.action")}
    </Button>
  );
}

function Pair({ name, icon, children }: { name: string; icon?: React.ReactNode; children: React.ReactNode }) {
  return (
    <div>
      <dt>
        {icon} {name}
      </dt>
      <dd>{children}</dd>
    </div>
  );
}
