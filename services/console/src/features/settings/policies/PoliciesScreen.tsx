/** The rules of the inbox: what holds for all tickets, and what differs on single channels. */

import { useTranslations } from "use-intl";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Skeleton } from "@/shared/ui/Skeleton";
import { Guarded } from "../parts/Guarded";
import { SettingsPage } from "../SettingsPage";
import { ChannelList } from "./ChannelList";
import { CompanyRules } from "./CompanyRules";
import { usePolicies } from "./data";

export function PoliciesScreen() {
  return (
    <Guarded permission="tickets:read">
      <InboxRules />
    </Guarded>
  );
}

function InboxRules() {
  const t = useTranslations("settingsPolicies");
  const { data, error, isFetching, refetch } = usePolicies();
  return (
    <SettingsPage title={t("title")} text={t("text")}>
      {data ? (
        <CompanyRules key={data.revision} policies={data} />
      ) : error ? (
        <ErrorBox error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
      ) : (
        <Skeleton kind="block" height={320} />
      )}
      <ChannelList />
    </SettingsPage>
  );
}
