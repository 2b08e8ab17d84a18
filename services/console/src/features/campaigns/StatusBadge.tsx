/** The state of a campaign, in a word. */

import { useTranslations } from "use-intl";
import { Badge } from "@/shared/ui/Badge";
import { type CampaignStatus, isLive } from "./rules";

const TONES = {
  draft: "neutral",
  scheduled: "info",
  expanding: "accent",
  running: "accent",
  paused: "warning",
  finished: "neutral",
  cancelled: "neutral",
  failed: "danger",
} as const;

export function StatusBadge({ status }: { status: CampaignStatus }) {
  const t = useTranslations("campaigns");
  return (
    <Badge tone={TONES[status]} dot={isLive(status)}>
      {t(`status.${status}`)}
    </Badge>
  );
}
