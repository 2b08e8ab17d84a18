/** The settings of a number: what it is called, how fast it sends, its credentials and webhook, and its end. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import type { Channel } from "@/shared/api/lookups";
import { useSubmit } from "@/shared/api/useSubmit";
import { useProblemWords } from "@/shared/api/words";
import { Button } from "@/shared/ui/Button";
import { RadioGroup, Switch } from "@/shared/ui/Checkbox";
import { Field } from "@/shared/ui/Field";
import { NumberInput } from "@/shared/ui/NumberInput";
import { PasswordInput, TextInput } from "@/shared/ui/TextInput";
import { toast } from "@/shared/ui/toast";
import { useLeaveGuard } from "@/shared/ui/useLeaveGuard";
import css from "./channels.module.css";
import { type Changes, useChange } from "./data";
import { SettingsEnd } from "./SettingsEnd";
import { SettingsPart } from "./SettingsPart";
import { WebhookFields } from "./WebhookFields";
import { isWeb } from "./web/session";
import { WebSettings } from "./web/WebSettings";

export function SettingsTab({ channel, onGone }: { channel: Channel; onGone: () => void }) {
  return (
    <div className={css.settings}>
      <Basics key={channel.id} channel={channel} />
      {isWeb(channel) ? (
        <WebSettings channel={channel} />
      ) : (
        <>
          <Sending channel={channel} />
          <Credentials channel={channel} />
          <Webhook channel={channel} />
        </>
      )}
      <SettingsEnd channel={channel} onGone={onGone} />
    </div>
  );
}

function Basics({ channel }: { channel: Channel }) {
  const t = useTranslations("channels.settings");
  const change = useChange(channel.id);
  /** Its phone is whichever is linked. */
  const isLinked = isWeb(channel);
  // As typed; what was not touched follows the server, whatever else changes about the channel.
  const [typed, setTyped] = useState<{ name?: string; phone?: string }>({});
  const { name = channel.name, phone = channel.displayPhone ?? "" } = typed;
  useLeaveGuard(name.trim() !== channel.name || phone.trim() !== (channel.displayPhone ?? ""), "view");
  const sending = useSubmit(
    async () => {
      await change.mutateAsync({ name, ...(!isLinked && { displayPhone: phone.trim() || null }) });
      // What was typed on while it was sent stays.
      setTyped((now) => (now === typed ? {} : now));
      toast({ text: t("saved"), tone: "good" });
    },
    { fields: ["name", "displayPhone"] },
  );
  return (
    <SettingsPart title={t("basics")} onSubmit={() => void sending.submit()} problem={sending.problem}>
      <div className={css.pair}>
        <Field label={t("name")} error={sending.errorOf("name") ?? null}>
          <TextInput
            dir="auto"
            maxLength={100}
            value={name}
            onValue={(value) => setTyped({ ...typed, name: value })}
          />
        </Field>
        {!isLinked && (
          <Field
            label={t("phone")}
            hint={t("phoneHint")}
            optional
            error={sending.errorOf("displayPhone") ?? null}
          >
            <TextInput
              dir="ltr"
              type="tel"
              maxLength={32}
              value={phone}
              onValue={(value) => setTyped({ ...typed, phone: value })}
            />
          </Field>
        )}
      </div>
      <Save busy={sending.busy} />
    </SettingsPart>
  );
}

function Save({ busy, label }: { busy: boolean; label?: string }) {
  const t = useTranslations("channels.settings");
  return (
    <div>
      <Button type="submit" variant="primary" busy={busy}>
        {label ?? t("save")}
      </Button>
    </div>
  );
}

function Sending({ channel }: { channel: Channel }) {
  const t = useTranslations("channels.settings");
  const words = useProblemWords();
  const change = useChange(channel.id);
  const [follows, setFollows] = useState(channel.followProviderRate);
  const [rate, setRate] = useState<number | null>(channel.messagesPerSecond);
  const sending = useSubmit(
    async () => {
      const changes: Changes = follows
        ? { followProviderRate: true }
        : { messagesPerSecond: rate ?? undefined };
      await change.mutateAsync(changes);
      toast({ text: t("saved"), tone: "good" });
    },
    {
      fields: ["messagesPerSecond"],
      check: () => ({ messagesPerSecond: follows || rate !== null ? undefined : t("rateMissing") }),
    },
  );
  const resend = (resendUnconfirmed: boolean) =>
    change.mutate(
      { resendUnconfirmed },
      { onError: (error) => toast({ text: words(error), tone: "danger" }) },
    );
  return (
    <SettingsPart title={t("sending")} onSubmit={() => void sending.submit()} problem={sending.problem}>
      <RadioGroup
        label={t("rate")}
        value={follows ? "follow" : "own"}
        onValue={(value) => setFollows(value === "follow")}
        options={[
          { value: "follow", label: t("follow"), hint: t("followHint") },
          { value: "own", label: t("ownRate") },
        ]}
      />
      {!follows && (
        <Field label={t("perSecond")} error={sending.errorOf("messagesPerSecond") ?? null}>
          <NumberInput min={0.1} max={1000} step={0.1} value={rate} onValue={setRate} />
        </Field>
      )}
      <Save busy={sending.busy} />
      <Switch
        label={t("resend")}
        hint={t("resendHint")}
        checked={channel.resendUnconfirmed}
        disabled={change.isPending}
        onValue={resend}
      />
    </SettingsPart>
  );
}

function Credentials({ channel }: { channel: Channel }) {
  const t = useTranslations("channels.settings");
  const change = useChange(channel.id);
  const [accessToken, setToken] = useState("");
  const [appSecret, setSecret] = useState("");
  const [wabaId, setAccount] = useState(channel.wabaId ?? "");
  useLeaveGuard(accessToken !== "" || appSecret !== "", "view");
  const sending = useSubmit(
    async () => {
      await change.mutateAsync({
        ...(accessToken.trim() && { accessToken: accessToken.trim() }),
        ...(appSecret.trim() && { appSecret: appSecret.trim() }),
        ...(wabaId.trim() !== (channel.wabaId ?? "") && { wabaId: wabaId.trim() || null }),
      });
      setToken("");
      setSecret("");
      toast({ text: t("credentialsSaved"), tone: "good" });
    },
    { fields: ["accessToken", "appSecret", "wabaId"] },
  );
  return (
    <SettingsPart
      title={t("credentials")}
      text={t("credentialsText")}
      onSubmit={() => void sending.submit()}
      problem={sending.problem}
    >
      <Field label={t("accessToken")} hint={t("unchanged")} error={sending.errorOf("accessToken") ?? null}>
        <PasswordInput autoComplete="off" value={accessToken} onValue={setToken} />
      </Field>
      <Field label={t("appSecret")} hint={t("unchanged")} error={sending.errorOf("appSecret") ?? null}>
        <PasswordInput autoComplete="off" value={appSecret} onValue={setSecret} />
      </Field>
      <Field label={t("wabaId")} error={sending.errorOf("wabaId") ?? null}>
        <TextInput dir="ltr" inputMode="numeric" maxLength={32} value={wabaId} onValue={setAccount} />
      </Field>
      <Save busy={sending.busy} label={t("checkAndSave")} />
    </SettingsPart>
  );
}

function Webhook({ channel }: { channel: Channel }) {
  const t = useTranslations("channels.settings");
  if (!channel.webhookUrl) return null;
  return (
    <SettingsPart title={t("webhook")} text={t("webhookText")}>
      <WebhookFields channel={channel} verifyToken={undefined} />
    </SettingsPart>
  );
}
