/** One number: its health, its templates, what the provider reported, its settings. */

import { Link, useSearch } from "@tanstack/react-router";
import { FileText } from "lucide-react";
import { lazy, Suspense } from "react";
import { useTranslations } from "use-intl";
import type { Channel } from "@/shared/api/lookups";
import { useMay } from "@/shared/api/session";
import { useReasonWords } from "@/shared/api/words";
import { useFormat } from "@/shared/format/useFormat";
import { Banner } from "@/shared/ui/Banner";
import { ButtonLink } from "@/shared/ui/ButtonLink";
import { Empty } from "@/shared/ui/Empty";
import { Page } from "@/shared/ui/Page";
import { Skeleton } from "@/shared/ui/Skeleton";
import { Tabs } from "@/shared/ui/Tabs";
import { HealthTab } from "./HealthTab";
import { StateBadge } from "./StateBadge";
import { type ChannelPart, PARTS } from "./search";
import { isWeb } from "./web/session";

const TemplatesTab = lazy(() =>
  import("./TemplatesTab").then((module) => ({ default: module.TemplatesTab })),
);
const SessionTab = lazy(() => import("./web/SessionTab").then((module) => ({ default: module.SessionTab })));
const NewsTab = lazy(() => import("./NewsTab").then((module) => ({ default: module.NewsTab })));
const SettingsTab = lazy(() => import("./SettingsTab").then((module) => ({ default: module.SettingsTab })));

export function ChannelPage({ channel, onBack }: { channel: Channel; onBack: () => void }) {
  const t = useTranslations("channels");
  const format = useFormat();
  const mayWrite = useMay("channels:write");
  const { part = "health" } = useSearch({ from: "/shell/channels/{-$channelId}" });
  const hasTemplates = channel.capabilities.includes("templates");
  const has: Partial<Record<ChannelPart, boolean>> = {
    templates: hasTemplates,
    news: channel.capabilities.includes("webhooks"),
    settings: mayWrite,
  };
  const tabs = PARTS.filter((one) => has[one] ?? true);
  const shown = tabs.includes(part) ? part : "health";
  return (
    <Page
      title={channel.name}
      text={channel.displayPhone ? format.phone(channel.displayPhone) : undefined}
      badge={<StateBadge channel={channel} />}
      onBack={onBack}
      toolbar={
        <Tabs
          label={channel.name}
          value={shown}
          items={tabs.map((one) => ({
            value: one,
            label: one === "health" && isWeb(channel) ? t("tabs.session") : t(`tabs.${one}`),
            link: (
              <Link
                to="/channels/{-$channelId}"
                params={{ channelId: channel.id }}
                search={one === "health" ? {} : { part: one }}
                activeOptions={{ exact: true, includeSearch: true, explicitUndefined: true }}
              />
            ),
          }))}
        />
      }
    >
      {(!isWeb(channel) || channel.status === "disabled") && <StateBanner channel={channel} />}
      <Suspense fallback={<Skeleton kind="block" height={320} />}>
        {shown === "health" &&
          (isWeb(channel) ? <SessionTab channel={channel} /> : <HealthTab channel={channel} />)}
        {shown === "templates" &&
          (channel.wabaId ? <TemplatesTab channelId={channel.id} /> : <NoAccount channelId={channel.id} />)}
        {shown === "news" && <NewsTab channelId={channel.id} />}
        {shown === "settings" && <SettingsTab channel={channel} onGone={onBack} />}
      </Suspense>
    </Page>
  );
}

/** Why the number does not work, and what to do about it. */
function StateBanner({ channel }: { channel: Channel }) {
  const t = useTranslations("channels");
  const format = useFormat();
  const words = useReasonWords();
  const mayWrite = useMay("channels:write");
  const { id, status, reasonCode, statusReason, claimExpiresAt, interruptedUntil } = channel;
  const why = (reasonCode && words(reasonCode)) ?? statusReason;
  if (status === "pending") {
    const go = (
      <ButtonLink size="small" to="/channels/new" search={{ provider: "cloud", channel: id, step: "access" }}>
        {t("continue")}
      </ButtonLink>
    );
    return (
      <Banner tone="warning" title={t("pending")} action={mayWrite && go}>
        {why} {claimExpiresAt && t("pendingUntil", { at: format.dateTime(claimExpiresAt) })}
      </Banner>
    );
  }
  if (status === "error") {
    const repair = (
      <ButtonLink
        size="small"
        to="/channels/{-$channelId}"
        params={{ channelId: id }}
        search={{ part: "settings" }}
      >
        {t("repair")}
      </ButtonLink>
    );
    return (
      <Banner tone="danger" title={t("stopped")} action={mayWrite && repair}>
        {why}
      </Banner>
    );
  }
  if (status === "disabled") return <Banner tone="info" title={t("disabled")} />;
  if (interruptedUntil && Date.parse(interruptedUntil) > Date.now()) {
    return (
      <Banner tone="warning" title={t("interrupted")}>
        {t("interruptedUntil", { at: format.time(interruptedUntil) })}
      </Banner>
    );
  }
  return null;
}

/** Templates belong to an account, which this number does not name. */
function NoAccount({ channelId }: { channelId: string }) {
  const t = useTranslations("channels");
  const mayWrite = useMay("channels:write");
  const name = (
    <ButtonLink to="/channels/{-$channelId}" params={{ channelId }} search={{ part: "settings" }}>
      {t("templates.nameAccount")}
    </ButtonLink>
  );
  return (
    <Empty
      icon={FileText}
      title={t("templates.noAccount")}
      text={t("templates.noAccountText")}
      action={mayWrite && name}
    />
  );
}
