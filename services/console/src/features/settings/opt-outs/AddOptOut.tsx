/** Records that somebody wants no campaigns any more, by their phone. */

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, ask } from "@/shared/api/client";
import { useChannels } from "@/shared/api/lookups";
import { useSubmit } from "@/shared/api/useSubmit";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Field } from "@/shared/ui/Field";
import { PhoneInput } from "@/shared/ui/NumberInput";
import { Select } from "@/shared/ui/Select";
import { toast } from "@/shared/ui/toast";
import { optOutKeys } from "./data";

const ALL = "all";

export function AddOptOut({ onClose }: { onClose: () => void }) {
  const t = useTranslations("settingsOptOuts");
  const client = useQueryClient();
  const channels = useChannels();
  const [phone, setPhone] = useState("");
  const [channel, setChannel] = useState(ALL);
  const { submit, busy, errorOf, problem } = useSubmit(
    async () => {
      const body = { phone: phone.trim(), ...(channel === ALL ? {} : { channelId: channel }) };
      await ask(api.POST("/api/v1/opt-outs", { body }));
      await client.invalidateQueries({ queryKey: optOutKeys.all });
      toast({ tone: "good", text: t("add.done", { phone: phone.trim() }) });
      onClose();
    },
    {
      fields: ["phone", "channelId"],
      check: () => ({ phone: phone.trim() === "" ? t("add.phoneMissing") : undefined }),
    },
  );
  return (
    <Dialog
      open
      title={t("add.title")}
      text={t("add.text")}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button type="submit" variant="primary" busy={busy}>
            {t("add.save")}
          </Button>
        </>
      }
    >
      <Field label={t("add.phone")} error={errorOf("phone")} required>
        <PhoneInput value={phone} onValue={setPhone} autoFocus />
      </Field>
      <ChannelChoice value={channel} onValue={setChannel} error={errorOf("channelId")} channels={channels} />
      {problem && <Banner tone="danger" live title={problem} />}
    </Dialog>
  );
}

interface ChannelChoiceProps {
  value: string;
  onValue: (value: string) => void;
  error?: string;
  channels: ReturnType<typeof useChannels>;
}

/** Which number an opt-out is about; all of them, as a rule. */
export function ChannelChoice({ value, onValue, error, channels }: ChannelChoiceProps) {
  const t = useTranslations("settingsOptOuts");
  if (channels.list.length < 2) return null;
  return (
    <Field label={t("channel")} error={error}>
      <Select
        value={value}
        onValue={onValue}
        options={[
          { value: ALL, label: t("allChannels") },
          ...channels.list.map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
    </Field>
  );
}
