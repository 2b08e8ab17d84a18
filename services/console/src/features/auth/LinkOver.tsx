/** Where the link of an e-mail leads to that is no longer good, or that was not copied whole. */

import { useTranslations } from "use-intl";
import { isProblem } from "@/shared/api/problems";
import { buttonClass } from "@/shared/ui/Button";
import { EntryLayout } from "./EntryLayout";
import { EntryLink } from "./EntryLink";

const OVER = ["registration-over", "invitation-over", "invitation-used", "reset-over", "email-change-over"];

/** Whether an error says that the link can no longer be used. */
export function isOver(error: unknown): boolean {
  return OVER.some((code) => isProblem(error, code)) || isProblem(error, "not-found");
}

interface LinkOverProps {
  /** The token was missing: the address was not copied whole. */
  isIncomplete?: boolean;
  /** How to get another one. */
  text: string;
  /** Where to ask for another one; else to sign in. */
  to?: "/register" | "/password-reset";
}

export function LinkOver({ isIncomplete, text, to }: LinkOverProps) {
  const t = useTranslations("auth");
  return (
    <EntryLayout
      title={isIncomplete ? t("link.incomplete") : t("link.over")}
      text={isIncomplete ? t("link.incompleteText") : text}
      footer={to && <EntryLink to="/login">{t("link.login")}</EntryLink>}
    >
      <EntryLink
        to={to ?? "/login"}
        className={buttonClass({ variant: "primary", size: "large", block: true })}
      >
        {to ? t("link.another") : t("link.login")}
      </EntryLink>
    </EntryLayout>
  );
}
