/** The way to a channel by WhatsApp Web: its risk, its name, and a phone to link. */

import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { useChannels } from "@/shared/api/lookups";
import { ErrorBox } from "@/shared/ui/ErrorBox";
import { Page } from "@/shared/ui/Page";
import { Skeleton } from "@/shared/ui/Skeleton";
import { Stepper } from "@/shared/ui/Stepper";
import css from "../channels.module.css";
import { WEB_STEPS, type WebStep } from "../search";
import { LinkStep } from "./LinkStep";
import { NameStep } from "./NameStep";
import { RiskStep } from "./RiskStep";
import { isWeb } from "./session";
import { useWebForm } from "./webForm";

export function WebGuide() {
  const t = useTranslations("channelsWeb.guide");
  const { step, channel: channelId } = useSearch({ from: "/shell/channels/new" });
  const navigate = useNavigate();
  const channels = useChannels();
  const { form, change, clear } = useWebForm();
  const { error, data, refetch } = channels.query;
  const found = channelId === undefined ? undefined : channels.byId.get(channelId);
  const channel = found && isWeb(found) ? found : undefined;
  // Until there is a channel no address leads past the risk.
  const asked = WEB_STEPS.find((one) => one === step) ?? "risk";
  const shown: WebStep = channel ? "link" : asked === "settings" && form.isAccepted ? "settings" : "risk";
  const at = WEB_STEPS.indexOf(shown);
  const go = (step: WebStep) => void navigate({ to: "/channels/new", search: { provider: "web", step } });
  // The way back leads to no form that was sent, but to another channel, from the beginning.
  const link = (made: string) =>
    void navigate({
      to: "/channels/new",
      search: { provider: "web", step: "link", channel: made },
      replace: true,
    }).then(clear);
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
          <NameStep form={form} onChange={change} onMade={link} />
        ) : (
          <RiskStep
            isAccepted={form.isAccepted}
            onAccept={(isAccepted) => change({ isAccepted })}
            onNext={() => go("settings")}
          />
        )}
      </div>
    </Page>
  );
}
