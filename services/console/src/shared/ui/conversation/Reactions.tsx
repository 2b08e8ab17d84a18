/** Emojis under a message, with who gave them. */

import { useTranslations } from "use-intl";
import type { Message } from "./message";
import { useNames } from "./people";
import css from "./Reactions.module.css";

export function Reactions({ reactions }: { reactions: Message["reactions"] }) {
  const t = useTranslations("sharedUiConversation");
  const names = useNames();
  if (reactions.length === 0) return null;
  const who = (reaction: Message["reactions"][number]) =>
    reaction.direction === "in"
      ? names.isGroup
        ? t("someone")
        : names.contact
      : reaction.by === names.me
        ? t("you")
        : ((reaction.by && names.user(reaction.by)) ?? t("someone"));
  return (
    <ul className={css.reactions} aria-label={t("reactions")}>
      {reactions.map((reaction) => (
        <li key={`${reaction.direction}${reaction.by}`} title={who(reaction)}>
          {reaction.emoji}
          <span className={css.hidden}> {who(reaction)}</span>
        </li>
      ))}
    </ul>
  );
}
