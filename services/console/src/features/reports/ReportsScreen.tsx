/** Reports: what happened in a period, each report in its tab. The address holds what is looked at. */

import { Link, Navigate, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslations } from "use-intl";
import { useMay, useSession } from "@/shared/api/session";
import { Forbidden } from "@/shared/ui/Forbidden";
import { Page } from "@/shared/ui/Page";
import { Skeleton } from "@/shared/ui/Skeleton";
import { Tabs } from "@/shared/ui/Tabs";
import { askedOf } from "./asked";
import { isComparable, periodOf, today } from "./period";
import css from "./reports.module.css";
import { ReportLinks } from "./schedules/ReportLinks";
import { type ReportsSearch, sharedSearch, validateReports } from "./search";
import { REPORTS, tabOf } from "./tabs";

const ReportFilters = lazy(() =>
  import("./ReportFilters").then((module) => ({ default: module.ReportFilters })),
);
const ReportActions = lazy(() =>
  import("./ReportActions").then((module) => ({ default: module.ReportActions })),
);
const Paper = lazy(() => import("./Paper").then((module) => ({ default: module.Paper })));

export function ReportsScreen() {
  const t = useTranslations("reports");
  const { company } = useSession();
  const { tab } = useParams({ strict: false });
  const search = useSearch({ strict: false, select: validateReports });
  const navigate = useNavigate();
  const mayRead = useMay("reports:read");
  if (!mayRead) return <Forbidden />;
  const report = REPORTS.find((one) => one === tab);
  if (!report) return <Navigate to="/reports/{-$tab}" params={{ tab: "summary" }} search={search} replace />;
  const { view: View, filters: all, files = [], isBare } = tabOf(report);
  const day = today(company.timeZone);
  const period = periodOf(search, day);
  const filters = isComparable(period, day) ? all : all.filter((filter) => filter !== "compare");
  const isUnfinished = filters.length < all.length;
  const asked = askedOf(filters, search, period);
  const change = (changes: ReportsSearch) =>
    void navigate({
      to: "/reports/{-$tab}",
      params: { tab: report },
      search: (before: ReportsSearch) => ({ ...before, ...changes }),
      replace: true,
    });
  const view = (
    <Suspense fallback={<Skeleton kind="block" height={320} />}>
      <View key={report} search={search} period={period} asked={asked} onSearch={change} />
    </Suspense>
  );
  if (isBare?.(search)) return view;
  return (
    <Page
      title={t("title")}
      text={t("zone", { zone: company.timeZone })}
      actions={
        <>
          <ReportLinks report={report} search={search} />
          {files.length > 0 && (
            <Suspense>
              <ReportActions files={files} asked={asked} />
            </Suspense>
          )}
        </>
      }
      toolbar={
        <div className={css.toolbar}>
          <Tabs
            label={t("title")}
            value={report}
            items={REPORTS.map((one) => ({
              value: one,
              label: t(`tabs.${one}`),
              link: <Link to="/reports/{-$tab}" params={{ tab: one }} search={sharedSearch(search)} />,
            }))}
          />
          {filters.length > 0 && (
            <Suspense fallback={<div className={css.filters} />}>
              <ReportFilters filters={filters} search={search} period={period} onChange={change} />
            </Suspense>
          )}
          {isUnfinished && <p className={css.note}>{t("filters.notOver")}</p>}
        </div>
      }
    >
      {files.length > 0 && (
        <Suspense>
          <Paper report={report} asked={asked} hours={filters.includes("hours") ? search.hours : undefined} />
        </Suspense>
      )}
      {view}
    </Page>
  );
}
