/** Channels as campaigns see them: which may be sent over, and what is said of those that may not. */

import { useTranslations } from "use-intl";
import type { Channel } from "@/shared/api/lookups";
import type { SelectOption } from "@/shared/ui/Select";

/** Channels by WhatsApp Web take campaigns only where an owner has allowed it. */
export const takesCampaigns = ({ session }: Channel): boolean => session?.campaigns ?? true;

/** Returns channels as choices; those that take no campaigns stand last and say why. */
export function useChannelOptions(channels: readonly Channel[]): SelectOption[] {
  const t = useTranslations("campaigns.new");
  const option = (channel: Channel): SelectOption =>
    takesCampaigns(channel)
      ? { value: channel.id, label: channel.name, hint: channel.displayPhone ?? undefined }
      : { value: channel.id, label: channel.name, hint: t("withoutCampaigns"), disabled: true };
  const taking = channels.filter(takesCampaigns);
  return [...taking, ...channels.filter((channel) => !taking.includes(channel))].map(option);
}
