/** Who else is at the ticket: looking, or typing. */

import { Eye, PencilLine } from "lucide-react";
import { useTranslations } from "use-intl";
import { useUsers } from "@/shared/api/lookups";
import { useFormat } from "@/shared/format/useFormat";
import css from "./Colleagues.module.css";
import type { Attending } from "./useAttending";

export function Colleagues({ attending }: { attending: Attending }) {
  const t = useTranslations("inboxConversation");
  const format = useFormat();
  const users = useUsers().byId;
  const named = (ids: readonly string[]) =>
    format.list(ids.map((id) => users.get(id)?.name.split(" ")[0] ?? "").filter(Boolean));
  const { typing, viewing } = attending;
  if (typing.length === 0 && viewing.length === 0) return null;
  const isTyping = typing.length > 0;
  const Sign = isTyping ? PencilLine : Eye;
  const ids = isTyping ? typing : viewing;
  return (
    <p className={css.colleagues} data-typing={isTyping ? "" : undefined} role="status">
      <Sign size={14} aria-hidden="true" />
      <span>{t(isTyping ? "typing" : "viewing", { names: named(ids), count: ids.length })}</span>
    </p>
  );
}
