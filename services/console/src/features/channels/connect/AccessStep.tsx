/** The keys to the number. The channel is made with them, and WhatsApp says at once whether it takes them. */

import { useQueryClient } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import type { Channel } from "@/shared/api/lookups";
import { useSubmit } from "@/shared/api/useSubmit";
import { useReasonWords } from "@/shared/api/words";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Field } from "@/shared/ui/Field";
import { PasswordInput } from "@/shared/ui/TextInput";
import { ChecksList } from "../ChecksList";
import css from "../channels.module.css";
import { connect, useChange, useCheck, useHealth } from "../data";
import { Guide } from "./Guide";
import type { NumberForm } from "./numberForm";

interface AccessStepProps {
  form: NumberForm;
  onChange: (form: NumberForm) => void;
  channel: Channel | undefined;
  onMade: (channelId: string) => void;
  onNext: () => void;
}

export function AccessStep({ form, onChange, channel, onMade, onNext }: AccessStepProps) {
  const t = useTranslations("channels.connectGuide");
  const bold = { b: (words: ReactNode) => <b>{words}</b> };
  if (channel?.status === "active") {
    return (
      <>
        <Banner tone="good" title={t("access.taken")} live />
        <Checked channelId={channel.id} />
        <div>
          <Button variant="primary" onClick={onNext}>
            {t("next")}
          </Button>
        </div>
      </>
    );
  }
  return (
    <>
      <Guide
        title={t("access.title")}
        text={t("access.text")}
        href="https://business.facebook.com/settings/system-users"
        link={t("access.link")}
        steps={[
          t.rich("access.user", bold),
          t.rich("access.assets", bold),
          t.rich("access.token", bold),
          t.rich("access.secret", bold),
        ]}
      />
      {channel && <Refused channel={channel} onNext={onNext} />}
      <AccessForm form={form} onChange={onChange} channel={channel} onMade={onMade} />
    </>
  );
}

function AccessForm({ form, onChange, channel, onMade }: Omit<AccessStepProps, "onNext">) {
  const t = useTranslations("channels.connectGuide");
  const client = useQueryClient();
  const change = useChange(channel?.id ?? "");
  const check = useCheck(channel?.id ?? "");
  const set = (changes: Partial<NumberForm>) =>
    // Another request than before is another attempt.
    onChange({ ...form, ...changes, attempt: crypto.randomUUID() });
  const accessToken = form.accessToken.trim();
  const appSecret = form.appSecret.trim();
  const sending = useSubmit(
    async () => {
      if (channel) {
        await change.mutateAsync({ accessToken, appSecret });
        await check.mutateAsync();
        return;
      }
      const { name, phoneNumberId, wabaId, displayPhone, verifyToken, attempt } = form;
      const made = await connect(
        client,
        {
          name: name.trim(),
          provider: "whatsapp_cloud",
          phoneNumberId,
          wabaId: wabaId || null,
          displayPhone: displayPhone.trim() || null,
          accessToken,
          appSecret,
          verifyToken,
          // Absent, the rate is what the provider grants the number.
        } as Parameters<typeof connect>[1],
        attempt,
      );
      onChange({ ...form, madeId: made.id });
      onMade(made.id);
    },
    {
      fields: ["accessToken", "appSecret"],
      check: () => ({
        accessToken: accessToken === "" ? t("missing") : undefined,
        appSecret: appSecret === "" ? t("missing") : undefined,
      }),
    },
  );
  return (
    <form className={css.stack} noValidate onSubmit={(event) => void sending.submit(event)}>
      {sending.problem && (
        <Banner tone="danger" live>
          {sending.problem}
        </Banner>
      )}
      <Field
        label={t("access.accessToken")}
        hint={t("access.accessTokenHint")}
        error={sending.errorOf("accessToken") ?? null}
      >
        <PasswordInput
          autoComplete="off"
          maxLength={1024}
          value={form.accessToken}
          onValue={(value) => set({ accessToken: value })}
        />
      </Field>
      <Field
        label={t("access.appSecret")}
        hint={t("access.appSecretHint")}
        error={sending.errorOf("appSecret") ?? null}
      >
        <PasswordInput
          autoComplete="off"
          maxLength={1024}
          value={form.appSecret}
          onValue={(value) => set({ appSecret: value })}
        />
      </Field>
      <div>
        <Button type="submit" variant="primary" busy={sending.busy}>
          {channel ? t("access.tryAgain") : t("access.connect")}
        </Button>
      </div>
    </form>
  );
}

/** WhatsApp has not confirmed the number: why, and once more. */
function Refused({ channel, onNext }: { channel: Channel; onNext: () => void }) {
  const t = useTranslations("channels.connectGuide");
  const words = useReasonWords();
  const check = useCheck(channel.id);
  const why = (channel.reasonCode && words(channel.reasonCode)) ?? channel.statusReason;
  return (
    <Banner
      tone="warning"
      live
      title={t("access.refused")}
      action={
        <Button size="small" icon={RefreshCw} busy={check.isPending} onClick={() => check.mutate()}>
          {t("check")}
        </Button>
      }
    >
      <p>{why}</p>
      <p>
        {t("access.refusedText")}{" "}
        <Button size="small" variant="ghost" onClick={onNext}>
          {t("access.webhookFirst")}
        </Button>
      </p>
    </Banner>
  );
}

function Checked({ channelId }: { channelId: string }) {
  const { data } = useHealth(channelId);
  return data ? <ChecksList health={data} /> : null;
}
