/** How far a message has come: a sign and, for those who do not see it, its words. */

import { Ban, Check, CheckCheck, CircleAlert, CircleQuestionMark, Clock3 } from "lucide-react";
import { useTranslations } from "use-intl";
import type { LocalStatus, MessageStatus } from "./message";
import css from "./Ticks.module.css";

const SIGNS = {
  sending: Clock3,
  waiting: Clock3,
  refused: CircleAlert,
  queued: Clock3,
  returned: Clock3,
  accepted: Check,
  sent: Check,
  delivered: CheckCheck,
  read: CheckCheck,
  played: CheckCheck,
  failed: CircleAlert,
  suppressed: Ban,
  unconfirmed: CircleQuestionMark,
} as const;

type Shown = keyof typeof SIGNS;

interface Props {
  status: MessageStatus | LocalStatus;
  /** Writes the words beside the sign, too. */
  spelled?: boolean;
}

export function Ticks({ status, spelled = false }: Props) {
  const t = useTranslations("sharedUiConversation");
  if (!(status in SIGNS)) return null;
  const shown = status as Shown;
  const Sign = SIGNS[shown];
  const words = t(`status.${shown}`);
  return (
    <span className={css.ticks} data-status={shown} title={spelled ? undefined : words}>
      <Sign size={16} strokeWidth={2.25} aria-hidden="true" />
      <span className={spelled ? css.words : css.hidden}>{words}</span>
    </span>
  );
}
