/** What live figures are narrowed to, in words: who reads the wall sees no filters. */

import { useTranslations } from "use-intl";
import { useChannelNames } from "../useChannelNames";
import type { Live } from "./data";
import { useNames } from "./useNames";

interface NarrowedProps {
  figures: Pick<Live, "channelId" | "queueId">;
  className: string | undefined;
}

export function Narrowed({ figures: { channelId, queueId }, className }: NarrowedProps) {
  const t = useTranslations("reportsLive");
  const channels = useChannelNames();
  const names = useNames();
  const parts = [
    ...(channelId === null ? [] : [t("of.channel", { name: channels(channelId) })]),
    ...(queueId === null ? [] : [t("of.queue", { name: names.queue(queueId) })]),
  ];
  if (parts.length === 0) return null;
  return (
    <p className={className} dir="auto">
      {parts.join(" · ")}
    </p>
  );
}
