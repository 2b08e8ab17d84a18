/** The way to a number by the Cloud API: what to click at Meta, what to paste where, and a check of each step. */

import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useChannels } from "@/shared/api/lookups";
import { Page } from "@/shared/ui/Page";
import { Stepper } from "@/shared/ui/Stepper";
import css from "../channels.module.css";
import { type ConnectStep, STEPS } from "../search";
import { AccessStep } from "./AccessStep";
import { AppStep } from "./AppStep";
import { MessageStep } from "./MessageStep";
import { NumberStep } from "./NumberStep";
import { type NumberForm, newForm } from "./numberForm";
import { WebhookStep } from "./WebhookStep";

export function CloudGuide() {
  const t = useTranslations("channels.connectGuide");
  const { step, channel: channelId } = useSearch({ from: "/shell/channels/new" });
  const navigate = useNavigate();
  const channels = useChannels();
  const [form, setForm] = useState<NumberForm>(newForm);
  const channel = channelId === undefined ? undefined : channels.byId.get(channelId);
  // What was typed is gone with a reload: what a step needs is asked for again.
  const isReachable: Record<ConnectStep, boolean> = {
    app: true,
    number: true,
    access: channel !== undefined || form.phoneNumberId !== "",
    webhook: channel !== undefined,
    message: channel !== undefined,
  };
  const asked = STEPS.find((one) => one === step) ?? "app";
  const shown = isReachable[asked] ? asked : "number";
  const at = STEPS.indexOf(shown);
  const go = (next: ConnectStep, made: string | undefined = channelId) =>
    void navigate({ to: "/channels/new", search: { provider: "cloud", step: next, channel: made } });
  return (
    <Page
      title={t("title")}
      text={t("text")}
      width="reading"
      onBack={() => void navigate({ to: "/channels/new", search: {} })}
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
