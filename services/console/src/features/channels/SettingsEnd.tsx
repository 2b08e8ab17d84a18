/** How a number is switched off, and how it goes. */

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Channel } from "@/shared/api/lookups";
import { useProblemWords } from "@/shared/api/words";
import { Button } from "@/shared/ui/Button";
import { confirm } from "@/shared/ui/confirm";
import { toast } from "@/shared/ui/toast";
import css from "./channels.module.css";
import { disconnect, useChange } from "./data";
import { SettingsPart } from "./SettingsPart";
import { isWeb } from "./web/session";

export function SettingsEnd({ channel, onGone }: { channel: Channel; onGone: () => void }) {
  const t = useTranslations("channels.settings");
  const words = useProblemWords();
  const client = useQueryClient();
  const change = useChange(channel.id);
  const [isBusy, setBusy] = useState(false);
  const isOff = channel.status === "disabled";
  const failed = (error: unknown) => toast({ text: words(error), tone: "danger" });
  const turn = () => change.mutate({ status: isOff ? "active" : "disabled" }, { onError: failed });
  const remove = async () => {
    const { name } = channel;
    const question = { title: t("disconnectTitle", { name }), text: t("disconnectText") };
    if (!(await confirm({ ...question, action: t("disconnect"), danger: true, typed: name }))) return;
    setBusy(true);
    try {
      await disconnect(client, channel.id);
      toast({ text: t("disconnected", { name }) });
      onGone();
    } catch (error) {
      failed(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <SettingsPart title={t("end")} text={isWeb(channel) ? t("endTextWeb") : t("endText")}>
      <div className={css.tools}>
        {channel.status !== "pending" && (
          <Button busy={change.isPending} onClick={turn}>
            {isOff ? t("enable") : t("disable")}
          </Button>
        )}
        <Button variant="danger" busy={isBusy} onClick={() => void remove()}>
          {t("disconnect")}
        </Button>
      </div>
    </SettingsPart>
  );
}
