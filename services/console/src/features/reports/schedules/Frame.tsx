/** What stands around scheduled reports and exports: the way back to the reports, and from one to the other. */

import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { FileDown, Mail } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useSession } from "@/shared/api/session";
import { Page } from "@/shared/ui/Page";
import { type TabItem, Tabs } from "@/shared/ui/Tabs";
import { validateAway } from "../search";
import { seesAShare } from "../visibility";

type Shown = "schedules" | "exports";

interface FrameProps {
  shown: Shown;
  actions?: ReactNode;
  children: ReactNode;
}

export function Frame({ shown, actions, children }: FrameProps) {
  const t = useTranslations("reportsSchedules");
  const navigate = useNavigate();
  const { user } = useSession();
  const search = useSearch({ strict: false, select: validateAway });
  const { report = "summary", ...kept } = search;
  const items: TabItem<Shown>[] = [
    {
      value: "schedules",
      label: t("schedules.tab"),
      icon: Mail,
      link: (
        <Link
          to="/reports/schedules/{-$scheduleId}"
          params={{ scheduleId: undefined }}
          search={search}
          activeOptions={{ includeSearch: false }}
        />
      ),
    },
    {
      value: "exports",
      label: t("exports.tab"),
      icon: FileDown,
      link: <Link to="/reports/exports" search={search} activeOptions={{ includeSearch: false }} />,
    },
  ];
  // Agents get none by e-mail: they are not led there, and the address itself says so.
  const offered = items.filter(({ value }) => value === shown || value === "exports" || !seesAShare(user));
  return (
    <Page
      title={t(`${shown}.title`)}
      text={t(`${shown}.text`)}
      onBack={() => void navigate({ to: "/reports/{-$tab}", params: { tab: report }, search: kept })}
      actions={actions}
      toolbar={offered.length > 1 && <Tabs label={t("away")} value={shown} items={offered} />}
    >
      {children}
    </Page>
  );
}
