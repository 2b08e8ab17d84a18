/** After something was sent by e-mail: to which address, and what to do if nothing comes. */

import { MailCheck } from "lucide-react";
import { useTranslations } from "use-intl";
import { Button } from "@/shared/ui/Button";
import css from "./EntryForm.module.css";

interface MailboxProps {
  email: string;
  text: string;
  /** Goes back to the form, such as to correct the address. */
  onAgain: () => void;
}

export function Mailbox({ email, text, onAgain }: MailboxProps) {
  const t = useTranslations("auth");
  return (
    <div className={css.mailbox}>
      <MailCheck aria-hidden size={40} strokeWidth={1.5} />
      <p>{text}</p>
      <dl className={css.facts}>
        <dt>{t("mailbox.sentTo")}</dt>
        <dd dir="ltr">{email}</dd>
      </dl>
      <p>{t("mailbox.nothingCame")}</p>
      <Button onClick={onAgain}>{t("mailbox.again")}</Button>
    </div>
  );
}
