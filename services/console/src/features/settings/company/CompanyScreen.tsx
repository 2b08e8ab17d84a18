/** The company: its name, language and time zone, its limits, and whose it is. */

import { useTranslations } from "use-intl";
import { useMay, useSession } from "@/shared/api/session";
import { SettingsPage } from "../SettingsPage";
import { GeneralSection } from "./GeneralSection";
import { LeaveSection } from "./LeaveSection";
import { LimitsSection } from "./LimitsSection";
import { OwnerSection } from "./OwnerSection";

export function CompanyScreen() {
  const t = useTranslations("settingsCompany");
  const { user } = useSession();
  const mayManageUsers = useMay("users:write");
  return (
    <SettingsPage title={t("title")} text={t("text")}>
      <GeneralSection />
      <LimitsSection />
      {user.role === "owner" && <OwnerSection />}
      {mayManageUsers && <LeaveSection />}
    </SettingsPage>
  );
}
