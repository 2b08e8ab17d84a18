/** The way to a connected number: first how it is to be connected, then the guide of that. */

import { useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslations } from "use-intl";
import { useMay } from "@/shared/api/session";
import { ForbiddenPage } from "@/shared/ui/ForbiddenPage";
import { Skeleton } from "@/shared/ui/Skeleton";
import { ProviderChoice } from "./connect/ProviderChoice";
import { useChannelsLive } from "./live";

const CloudGuide = lazy(() => import("./connect/CloudGuide").then((m) => ({ default: m.CloudGuide })));
const WebGuide = lazy(() => import("./web/WebGuide").then((m) => ({ default: m.WebGuide })));

export function ChannelConnectScreen() {
  const t = useTranslations("channels.connectGuide");
  const { provider } = useSearch({ from: "/shell/channels/new" });
  useChannelsLive();
  if (!useMay("channels:write")) return <ForbiddenPage title={t("title")} />;
  if (provider === undefined) return <ProviderChoice />;
  return (
    <Suspense fallback={<Skeleton kind="block" height={320} />}>
      {provider === "cloud" ? <CloudGuide /> : <WebGuide />}
    </Suspense>
  );
}
