/** Channels beside each other: messages, quality, why some failed, who left broadcasts, and how templates did. */

import { Link } from "@tanstack/react-router";
import { Smartphone } from "lucide-react";
import { useTranslations } from "use-intl";
import { useMay } from "@/shared/api/session";
import { Chart } from "@/shared/ui/Chart";
import { Empty } from "@/shared/ui/Empty";
import { ChannelTable } from "./ChannelTable";
import { DeliveryErrors } from "./DeliveryErrors";
import { type ChannelFigures, useChannelFigures } from "./data";
import { Loaded } from "./Loaded";
import { OptOutSources } from "./OptOutSources";
import css from "./reports.module.css";
import { Templates } from "./Templates";
import type { ReportProps } from "./tabs";
import { useChannelNames } from "./useChannelNames";

export function ChannelsTab(props: ReportProps) {
  const { asked } = props;
  const t = useTranslations("reports.channels");
  const query = useChannelFigures(asked);
  const mayConnect = useMay("channels:write");
  return (
    <Loaded query={query}>
      {({ items, previous }) =>
        items.length === 0 ? (
          <Empty
            icon={Smartphone}
            title={t("none")}
            action={mayConnect && <Link to="/channels/new">{t("connect")}</Link>}
          />
        ) : (
          <>
            <Messages channels={items} />
            <ChannelTable channels={items} before={previous?.items ?? []} {...props} />
            <div className={css.charts}>
              <DeliveryErrors asked={asked} />
              <OptOutSources asked={asked} />
            </div>
            <Templates {...props} />
          </>
        )
      }
    </Loaded>
  );
}

function Messages({ channels }: { channels: readonly ChannelFigures[] }) {
  const t = useTranslations("reports");
  const names = useChannelNames();
  const rows = channels.map(({ channelId, name, inbound, replies, campaigns }) => ({
    channel: name ?? names(channelId),
    inbound,
    replies: replies.sent,
    campaigns: campaigns.sent,
  }));
  const isEmpty = rows.every(({ inbound, replies, campaigns }) => inbound + replies + campaigns === 0);
  return (
    <Chart
      kind="bar"
      title={t("channels.messages")}
      x={{ key: "channel", label: t("channel") }}
      series={(["inbound", "replies", "campaigns"] as const).map((key) => ({
        key,
        label: t(`daily.measures.${key}`),
      }))}
      rows={isEmpty ? [] : rows}
    />
  );
}
