/** How channels are called: those that are connected by their names, others as what they are. */

import { useTranslations } from "use-intl";
import { useChannels } from "@/shared/api/lookups";

export function useChannelNames(): (id: string | null) => string {
  const t = useTranslations("reports.channels");
  const { byId } = useChannels();
  return (id) => (id === null ? t("every") : (byId.get(id)?.name ?? t("gone")));
}
