/** One's own account: name and address, password, second factor, companies, and how the console looks and behaves. */

import { useTranslations } from "use-intl";
import { SettingsPage } from "../SettingsPage";
import { CompaniesSection } from "./CompaniesSection";
import { PasswordSection } from "./PasswordSection";
import { PreferenceSections } from "./PreferenceSections";
import { ProfileSection } from "./ProfileSection";
import { TotpSection } from "./TotpSection";

export function MeScreen() {
  const t = useTranslations("settingsMe");
  return (
    <SettingsPage title={t("title")} text={t("text")}>
      <ProfileSection />
      <PreferenceSections />
      <PasswordSection />
      <TotpSection />
      <CompaniesSection />
    </SettingsPage>
  );
}
