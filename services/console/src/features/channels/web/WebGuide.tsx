/** The way to a channel by WhatsApp Web: its risk, its name, and a phone to link. */

import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useChannels } from "@/shared/api/lookups";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Page } from "@/shared/ui/Page";
import { Skeleton } from "@/shared/ui/Skeleton";
import { Stepper } from "@/shared/ui/Stepper";
import css from "../channels.module.css";
import { WEB_STEPS, type WebStep } from "../search";
import { LinkStep } from "./LinkStep";
import { NameStep, newWebForm } from "./NameStep";
import { RiskStep } from "./RiskStep";
import { isWeb } from "./session";

export function WebGuide() {
  const t = useTranslations("channelsWeb.guide");
  const { step, channel: channelId } = useSearch({ from: "/shell/channels/new" });
  const navigate = useNavigate();
  const channels = useChannels();
  const [isAccepted, setAccepted] = useState(false);
  const [form, setForm] = useState(newWebForm);
  const { error, data, refetch } = channels.query;
  const found = channelId === undefined ? undefined : channels.byId.get(channelId);
  const channel = found && isWeb(found) ? found : undefined;
  // The address leads on after a reload; whether the risk was accepted is asked again until there is a channel.
  const asked = WEB_STEPS.find((one) => one === step) ?? "risk";
  const shown: WebStep = channel ? "link" : asked === "settings" && isAccepted ? "settings" : "risk";
  const at = WEB_STEPS.indexOf(shown);
  const go = (next: WebStep, made?: string) =>
    void navigate({ to: "/channels/new", search: { provider: "web", step: next, channel: made } });
  const isReading = channelId !== undefined && !data && !error;
  return (
    <Page
      title={channel ? t("titleOf", { name: channel.name }) : t("title")}
      text={t("text")}
      width="reading"
      onBack={() =>
        channel
          ? void navigate({ to: "/channels/{-$channelId}", params: { channelId: channel.id } })
          : void navigate({ to: "/channels/new", search: {} })
      }
      toolbar={
        <div className={css.stepper}>
          <Stepper
            label={t("title")}
            current={shown}
            onStep={channel ? undefined : go}
            steps={WEB_STEPS.map((id, index) => ({
              id,
              label: t(`steps.${id}`),
              state: index < at || channel?.session.status === "open" ? ("done" as const) : ("todo" as const),
            }))}
          />
        </div>
      }
    >
      <div className={css.step}>
        {error ? (
          <ErrorBox error={error} onRetry={() => void refetch()} />
        ) : isReading ? (
          <Skeleton kind="block" height={320} />
        ) : channel ? (
          <LinkStep channel={channel} />
        ) : shown === "settings" ? (
          <NameStep form={form} onChange={setForm} onMade={(id) => go("link", id)} />
        ) : (
          <RiskStep isAccepted={isAccepted} onAccept={setAccepted} onNext={() => go("settings")} />
        )}
      </div>
    </Page>
  );
}
