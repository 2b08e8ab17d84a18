/** The way to a connected number: what to click at Meta, what to paste where, and a check of each step. */

import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useChannels } from "@/shared/api/lookups";
import { useMay } from "@/shared/api/session";
import { ForbiddenPage } from "@/shared/ui/ForbiddenPage";
import { Page } from "@/shared/ui/Page";
import { Stepper } from "@/shared/ui/Stepper";
import css from "./channels.module.css";
import { AccessStep } from "./connect/AccessStep";
import { AppStep } from "./connect/AppStep";
import { MessageStep } from "./connect/MessageStep";
import { NumberStep } from "./connect/NumberStep";
import { type NumberForm, newForm } from "./connect/numberForm";
import { WebhookStep } from "./connect/WebhookStep";
import { useChannelsLive } from "./live";
import { type ConnectStep, STEPS } from "./search";

export function ChannelConnectScreen() {
  const t = useTranslations("channels.connectGuide");
  const { step = "app", channel: channelId } = useSearch({ from: "/shell/channels/new" });
  const navigate = useNavigate();
  const channels = useChannels();
  const [form, setForm] = useState<NumberForm>(newForm);
  useChannelsLive();
  if (!useMay("channels:write")) return <ForbiddenPage title={t("title")} />;
  const channel = channelId === undefined ? undefined : channels.byId.get(channelId);
  // What was typed is gone with a reload: what a step needs is asked for again.
  const isReachable: Record<ConnectStep, boolean> = {
    app: true,
    number: true,
    access: channel !== undefined || form.phoneNumberId !== "",
    webhook: channel !== undefined,
    message: channel !== undefined,
  };
  const shown: ConnectStep = isReachable[step] ? step : "number";
  const at = STEPS.indexOf(shown);
  const go = (next: ConnectStep, made: string | undefined = channelId) =>
    void navigate({ to: "/channels/new", search: { step: next, channel: made } });
  return (
    <Page
      title={t("title")}
      text={t("text")}
      width="reading"
      onBack={() => void navigate({ to: "/channels/{-$channelId}", params: { channelId: undefined } })}
      toolbar={
        <div className={css.stepper}>
          <Stepper
            label={t("title")}
            current={shown}
            onStep={go}
            steps={STEPS.map((id, index) => ({
              id,
              label: t(`steps.${id}`),
              state: index < at ? ("done" as const) : ("todo" as const),
            }))}
          />
        </div>
      }
    >
      <div className={css.step}>
        {shown === "app" && <AppStep onNext={() => go("number")} />}
        {shown === "number" && (
          <NumberStep form={form} onChange={setForm} channel={channel} onNext={() => go("access")} />
        )}
        {shown === "access" && (
          <AccessStep
            form={form}
            onChange={setForm}
            channel={channel}
            onMade={(id) => go("access", id)}
            onNext={() => go("webhook")}
          />
        )}
        {shown === "webhook" && channel && (
          <WebhookStep
            channel={channel}
            verifyToken={form.madeId === channel.id ? form.verifyToken : undefined}
            onNext={() => go("message")}
          />
        )}
        {shown === "message" && channel && <MessageStep channel={channel} />}
      </div>
      <p className={css.note}>
        {t("later")} <Link to="/channels/{-$channelId}">{t("toChannels")}</Link>
      </p>
    </Page>
  );
}
