/** Reports: what happened in a period, by days, campaigns, agents and channels. The address holds what is looked at. */

import { Link, Navigate, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslations } from "use-intl";
import { useMay, useSession } from "@/shared/api/session";
import { Forbidden } from "@/shared/ui/Forbidden";
import { Page } from "@/shared/ui/Page";
import { Skeleton } from "@/shared/ui/Skeleton";
import { Tabs } from "@/shared/ui/Tabs";
import { periodOf, today } from "./period";
import css from "./reports.module.css";
import { REPORTS, type ReportsSearch } from "./search";

const ReportFilters = lazy(() =>
  import("./ReportFilters").then((module) => ({ default: module.ReportFilters })),
);
const SummaryTab = lazy(() => import("./SummaryTab").then((module) => ({ default: module.SummaryTab })));
const DailyTab = lazy(() => import("./DailyTab").then((module) => ({ default: module.DailyTab })));
const CampaignsTab = lazy(() =>
  import("./CampaignsTab").then((module) => ({ default: module.CampaignsTab })),
);
const AgentsTab = lazy(() => import("./AgentsTab").then((module) => ({ default: module.AgentsTab })));
const ChannelsTab = lazy(() => import("./ChannelsTab").then((module) => ({ default: module.ChannelsTab })));

export function ReportsScreen() {
  const t = useTranslations("reports");
  const { company } = useSession();
  const { tab } = useParams({ from: "/shell/reports/{-$tab}" });
  const search = useSearch({ from: "/shell/reports/{-$tab}" });
  const navigate = useNavigate();
  const mayRead = useMay("reports:read");
  if (!mayRead) return <Forbidden />;
  const report = REPORTS.find((one) => one === tab);
  if (!report) return <Navigate to="/reports/{-$tab}" params={{ tab: "summary" }} search={search} replace />;
  const period = periodOf(search, today(company.timeZone));
  const change = (changes: ReportsSearch) =>
    void navigate({
      to: "/reports/{-$tab}",
      params: { tab: report },
      search: (before: ReportsSearch) => ({ ...before, ...changes }),
      replace: true,
    });
  const { campaign: _, ...shared } = search;
  return (
    <Page
      title={t("title")}
      text={t("zone", { zone: company.timeZone })}
      toolbar={
        <div className={css.toolbar}>
          <Tabs
            label={t("title")}
            value={report}
            items={REPORTS.map((one) => ({
              value: one,
              label: t(`tabs.${one}`),
              link: <Link to="/reports/{-$tab}" params={{ tab: one }} search={shared} />,
            }))}
          />
          <Suspense fallback={<div className={css.filters} />}>
            <ReportFilters report={report} search={search} period={period} onChange={change} />
          </Suspense>
        </div>
      }
    >
      <Suspense fallback={<Skeleton kind="block" height={320} />}>
        {report === "summary" && <SummaryTab period={period} channelId={search.channel} />}
        {report === "daily" && <DailyTab period={period} channelId={search.channel} />}
        {report === "campaigns" && <CampaignsTab openId={search.campaign} />}
        {report === "agents" && <AgentsTab period={period} />}
        {report === "channels" && <ChannelsTab period={period} />}
      </Suspense>
    </Page>
  );
}
