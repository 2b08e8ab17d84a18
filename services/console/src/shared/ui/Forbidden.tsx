/** Where somebody's role does not reach: what it would take, and no dead end. */

import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Empty } from "./Empty";

/** `action` leads on; without it the words say whom to ask. */
export function Forbidden({ title, text, action }: { title?: string; text?: string; action?: ReactNode }) {
  const t = useTranslations("shared");
  return (
    <Empty
      icon={Lock}
      title={title ?? t("ui.forbidden")}
      text={text ?? t("ui.forbiddenText")}
      action={action}
    />
  );
}
