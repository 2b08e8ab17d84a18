/** The state of a campaign in its report, in a word. */

import { useTranslations } from "use-intl";
import { Badge, type BadgeTone } from "@/shared/ui/Badge";
import { type CampaignStatus, isOnItsWay } from "./rules";

const TONES: Partial<Record<CampaignStatus, BadgeTone>> = {
  running: "accent",
  expanding: "accent",
  paused: "warning",
  failed: "danger",
};

export function StatusBadge({ status }: { status: CampaignStatus }) {
  const t = useTranslations("reportsCampaigns");
  return (
    <Badge tone={TONES[status] ?? "neutral"} dot={isOnItsWay(status)}>
      {t(`statuses.${status}`)}
    </Badge>
  );
}
