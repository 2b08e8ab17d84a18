/** The table of channels: what WhatsApp thinks of each, what went through it, and how fast at most. */

import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { useChannels } from "@/shared/api/lookups";
import { useFormat } from "@/shared/format/useFormat";
import { Badge, type BadgeTone } from "@/shared/ui/Badge";
import type { ChannelFigures } from "./data";
import { Figure } from "./Figure";
import type { FigureKind, Look } from "./figures";
import css from "./reports.module.css";
import { type SortedColumn, SortedTable } from "./SortedTable";
import type { ReportProps } from "./tabs";
import { useChannelNames } from "./useChannelNames";

interface ChannelTableProps extends ReportProps {
  channels: readonly ChannelFigures[];
  before: readonly ChannelFigures[];
}

const QUALITY_TONES: Record<string, BadgeTone> = { high: "accent", medium: "warning", low: "danger" };

export function ChannelTable({ channels, before, search, onSearch }: ChannelTableProps) {
  const t = useTranslations("reports");
  const format = useFormat();
  const names = useChannelNames();
  const { byId } = useChannels();
  const then = new Map(before.map((one) => [one.channelId, one]));
  const nameOf = ({ channelId, name }: ChannelFigures) => name ?? names(channelId);
  const figure = (
    id: string,
    header: string,
    value: (channel: ChannelFigures) => number | null,
    { look = "number", better = "neither" }: { look?: Look; better?: FigureKind["better"] } = {},
  ): SortedColumn<ChannelFigures> => ({
    id,
    header,
    align: "end",
    sortBy: value,
    cell: (channel) => {
      const earlier = then.get(channel.channelId);
      return <Figure look={look} better={better} value={value(channel)} before={earlier && value(earlier)} />;
    },
  });
  return (
    <SortedTable
      label={t("tabs.channels")}
      rows={channels}
      rowId={({ channelId }) => channelId}
      rowName={nameOf}
      rowLink={({ channelId }) =>
        byId.has(channelId) ? <Link to="/channels/{-$channelId}" params={{ channelId }} /> : undefined
      }
      sort={search.order}
      usual={{ by: "inbound", direction: "desc" }}
      onSort={(sort) => onSearch({ order: sort })}
      columns={[
        {
          id: "name",
          header: t("channel"),
          sortBy: nameOf,
          sorts: "text",
          cell: (channel) => {
            const phone = byId.get(channel.channelId)?.displayPhone;
            return (
              <span className={css.channel}>
                <span dir="auto">{nameOf(channel)}</span>
                {phone && <small>{format.phone(phone)}</small>}
              </span>
            );
          },
        },
        {
          id: "quality",
          header: t("channels.quality"),
          cell: (channel) => <Quality channel={channel} />,
        },
        figure("inbound", t("daily.measures.inbound"), ({ inbound }) => inbound),
        figure("replies", t("daily.measures.replies"), ({ replies }) => replies.sent),
        figure("campaigns", t("daily.measures.campaigns"), ({ campaigns }) => campaigns.sent),
        figure("failed", t("steps.failed"), ({ replies, campaigns }) => replies.failed + campaigns.failed, {
          better: "less",
        }),
        figure("success", t("channels.success"), ({ successRate }) => successRate, {
          look: "percent",
          better: "more",
        }),
        figure("fastest", t("channels.fastest"), ({ busiestQuarter }) => busiestQuarter),
        figure("optOuts", t("daily.measures.optOuts"), ({ optOuts }) => optOuts, { better: "less" }),
      ]}
    />
  );
}

/** What the provider thinks of a number, and to how many people it may begin to write in a day. */
function Quality({ channel: { status, quality, messagingLimit } }: { channel: ChannelFigures }) {
  const t = useTranslations("reports.channels");
  const format = useFormat();
  const word = quality?.toLowerCase();
  const known = word === "high" || word === "medium" || word === "low" ? word : undefined;
  const limit = messagingLimit
    ? Number(messagingLimit.replace(/^TIER_/, "").replace(/K$/, "000"))
    : Number.NaN;
  if (status === "deleted") return <Badge>{t("deleted")}</Badge>;
  return (
    <span className={css.channel}>
      <span>
        {known ? (
          <Badge dot tone={QUALITY_TONES[known] ?? "neutral"}>
            {t(`qualities.${known}`)}
          </Badge>
        ) : (
          "–"
        )}
      </span>
      {Number.isFinite(limit) && <small>{t("limit", { count: limit, number: format.number(limit) })}</small>}
    </span>
  );
}
