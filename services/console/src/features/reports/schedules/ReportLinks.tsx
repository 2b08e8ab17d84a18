/** The way from the reports to those that come by e-mail, and to exports; it remembers which report it began at. */

import { FileDown, Mail } from "lucide-react";
import { useTranslations } from "use-intl";
import { useSession } from "@/shared/api/session";
import { ButtonLink } from "@/shared/ui/ButtonLink";
import { type ReportsSearch, sharedSearch } from "../search";
import { seesAShare } from "../visibility";

export function ReportLinks({ report, search }: { report: string; search: ReportsSearch }) {
  const t = useTranslations("reports");
  const { user } = useSession();
  const away = { report, ...sharedSearch(search) };
  return (
    <>
      {!seesAShare(user) && (
        <ButtonLink icon={Mail} to="/reports/schedules/{-$scheduleId}" search={away}>
          {t("byEmail")}
        </ButtonLink>
      )}
      <ButtonLink icon={FileDown} to="/reports/exports" search={away}>
        {t("exports")}
      </ButtonLink>
    </>
  );
}
