/** The way from the reports to those that come by e-mail, and to exports. */

import { FileDown, Mail } from "lucide-react";
import { useTranslations } from "use-intl";
import { ButtonLink } from "@/shared/ui/ButtonLink";

export function ReportLinks() {
  const t = useTranslations("reports");
  return (
    <>
      <ButtonLink icon={Mail} to="/reports/schedules/{-$scheduleId}">
        {t("byEmail")}
      </ButtonLink>
      <ButtonLink icon={FileDown} to="/reports/exports">
        {t("exports")}
      </ButtonLink>
    </>
  );
}
