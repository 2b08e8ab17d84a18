/** Where a channel is, in a word: by WhatsApp Web its session says more than whether it works. */

import { useTranslations } from "use-intl";
import type { Channel } from "@/shared/api/lookups";
import { Badge } from "@/shared/ui/Badge";
import { STATUS_TONES } from "./health";
import { isWeb, STATE_TONES, shownState } from "./web/session";

export function StateBadge({ channel }: { channel: Channel }) {
  const t = useTranslations("channels");
  const web = useTranslations("channelsWeb");
  if (isWeb(channel) && channel.status !== "disabled") {
    const state = shownState(channel);
    return <Badge tone={STATE_TONES[state]}>{web(`states.${state}.name`)}</Badge>;
  }
  return <Badge tone={STATUS_TONES[channel.status]}>{t(`statuses.${channel.status}`)}</Badge>;
}
