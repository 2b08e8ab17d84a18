/** What stands around scheduled reports and exports: the way back to the reports, and from one to the other. */

import { Link, useNavigate } from "@tanstack/react-router";
import { FileDown, Mail } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { Page } from "@/shared/ui/Page";
import { Tabs } from "@/shared/ui/Tabs";

interface FrameProps {
  shown: "schedules" | "exports";
  actions?: ReactNode;
  children: ReactNode;
}

export function Frame({ shown, actions, children }: FrameProps) {
  const t = useTranslations("reportsSchedules");
  const navigate = useNavigate();
  return (
    <Page
      title={t(`${shown}.title`)}
      text={t(`${shown}.text`)}
      onBack={() => void navigate({ to: "/reports/{-$tab}", params: { tab: "summary" } })}
      actions={actions}
      toolbar={
        <Tabs
          label={t("away")}
          value={shown}
          items={[
            {
              value: "schedules",
              label: t("schedules.tab"),
              icon: Mail,
              link: <Link to="/reports/schedules/{-$scheduleId}" params={{ scheduleId: undefined }} />,
            },
            {
              value: "exports",
              label: t("exports.tab"),
              icon: FileDown,
              link: <Link to="/reports/exports" />,
            },
          ]}
        />
      }
    >
      {children}
    </Page>
  );
}
