/** What comes and goes over a WhatsApp Web channel: groups, earlier conversations, campaigns. Each takes effect at once. */

import { useTranslations } from "use-intl";
import { useSession } from "@/shared/api/session";
import { useProblemWords } from "@/shared/api/words";
import { Switch } from "@/shared/ui/Checkbox";
import { confirm } from "@/shared/ui/confirm";
import { toast } from "@/shared/ui/toast";
import { type Changes, useChange } from "../data";
import { SettingsPart } from "../SettingsPart";
import type { WebChannel } from "./session";

export function WebSettings({ channel }: { channel: WebChannel }) {
  const t = useTranslations("channelsWeb.switches");
  const words = useProblemWords();
  const change = useChange(channel.id);
  const isOwner = useSession().user.role === "owner";
  const { groups, history, campaigns } = channel.session;
  const set = (changes: Changes) =>
    change.mutate(changes, { onError: (error) => toast({ text: words(error), tone: "danger" }) });
  const allow = async (isOn: boolean) => {
    const question = { title: t("campaignsTitle"), text: t("campaignsText"), action: t("campaignsAction") };
    if (!isOn || (await confirm({ ...question, danger: true }))) set({ campaigns: isOn });
  };
  return (
    <SettingsPart title={t("title")}>
      <Switch
        label={t("groups")}
        hint={t("groupsHint")}
        checked={groups}
        disabled={change.isPending}
        onValue={(value) => set({ groups: value })}
      />
      <Switch
        label={t("history")}
        hint={t("historyHint")}
        checked={history}
        disabled={change.isPending}
        onValue={(value) => set({ history: value })}
      />
      <Switch
        label={t("campaigns")}
        hint={isOwner || campaigns ? t("campaignsHint") : t("campaignsOwner")}
        checked={campaigns}
        disabled={change.isPending || (!isOwner && !campaigns)}
        onValue={(value) => void allow(value)}
      />
    </SettingsPart>
  );
}
