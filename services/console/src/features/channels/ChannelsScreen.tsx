/** The company's WhatsApp numbers: the list, or the one that the address names. */

import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { Plus, Smartphone } from "lucide-react";
import { lazy, Suspense } from "react";
import { useTranslations } from "use-intl";
import { type Channel, useChannels } from "@/shared/api/lookups";
import { useMay } from "@/shared/api/session";
import { useFormat } from "@/shared/format/useFormat";
import { Badge } from "@/shared/ui/Badge";
import { ButtonLink } from "@/shared/ui/ButtonLink";
import { DataTable } from "@/shared/ui/DataTable";
import { Empty } from "@/shared/ui/Empty";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { ForbiddenPage } from "@/shared/ui/ForbiddenPage";
import { Page } from "@/shared/ui/Page";
import { Skeleton } from "@/shared/ui/Skeleton";
import css from "./channels.module.css";
import { QUALITY_TONES } from "./health";
import { Limit } from "./Limit";
import { useChannelsLive } from "./live";
import { StateBadge } from "./StateBadge";

const ChannelPage = lazy(() => import("./ChannelPage").then((module) => ({ default: module.ChannelPage })));

export function ChannelsScreen() {
  const t = useTranslations("channels");
  const { channelId } = useParams({ from: "/shell/channels/{-$channelId}" });
  const channels = useChannels();
  const navigate = useNavigate();
  useChannelsLive();
  if (!useMay("channels:read")) return <ForbiddenPage title={t("title")} />;
  const { error } = channels.query;
  const back = () => void navigate({ to: "/channels/{-$channelId}", params: { channelId: undefined } });
  if (channelId === undefined || error || !channels.query.data) return <ChannelList lookup={channels} />;
  const channel = channels.byId.get(channelId);
  if (!channel) {
    return (
      <Page title={t("title")} onBack={back}>
        <Empty icon={Smartphone} title={t("gone")} text={t("goneText")} />
      </Page>
    );
  }
  return (
    <Suspense fallback={<Skeleton kind="block" height={320} />}>
      <ChannelPage key={channel.id} channel={channel} onBack={back} />
    </Suspense>
  );
}

function ChannelList({ lookup }: { lookup: ReturnType<typeof useChannels> }) {
  const t = useTranslations("channels");
  const format = useFormat();
  const mayWrite = useMay("channels:write");
  const { error, data, refetch } = lookup.query;
  const add = mayWrite && (
    <ButtonLink variant="primary" icon={Plus} to="/channels/new">
      {t("connect")}
    </ButtonLink>
  );
  return (
    <Page title={t("title")} text={t("text")} actions={data?.length ? add : undefined}>
      {error ? (
        <ErrorBox error={error} onRetry={() => void refetch()} />
      ) : (
        <DataTable<Channel>
          label={t("title")}
          rows={data}
          rowId={({ id }) => id}
          rowName={({ name }) => name}
          rowLink={({ id }) => <Link to="/channels/{-$channelId}" params={{ channelId: id }} />}
          columns={[
            {
              id: "name",
              header: t("name"),
              cell: ({ name, displayPhone, phoneNumberId, session }) => {
                const number = displayPhone ? format.phone(displayPhone) : session ? null : phoneNumberId;
                return (
                  <span className={css.channel}>
                    <span dir="auto">{name}</span>
                    <small>{[session && "WhatsApp Web", number].filter(Boolean).join(" · ")}</small>
                  </span>
                );
              },
            },
            {
              id: "status",
              header: t("status"),
              cell: (channel) => <StateBadge channel={channel} />,
            },
            {
              id: "quality",
              header: t("quality"),
              cell: ({ quality }) =>
                quality ? <Badge tone={QUALITY_TONES[quality]}>{t(`qualities.${quality}`)}</Badge> : "–",
            },
            {
              id: "limit",
              header: t("limit"),
              align: "end",
              cell: ({ messagingLimit }) => <Limit value={messagingLimit} />,
            },
            {
              id: "rate",
              header: t("rate"),
              align: "end",
              hideInCards: true,
              cell: ({ messagesPerSecond, session }) =>
                session ? "–" : t("perSecond", { count: format.number(messagesPerSecond, 1) }),
            },
          ]}
          empty={<Empty icon={Smartphone} title={t("none")} text={t("noneText")} action={add || undefined} />}
        />
      )}
    </Page>
  );
}
