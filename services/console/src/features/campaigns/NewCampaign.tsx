/** A new campaign: a name, a number, and what kind of message it begins with. It is a draft from then on. */

import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { api, ask } from "@/shared/api/client";
import { useChannels } from "@/shared/api/lookups";
import { ProblemError } from "@/shared/api/problems";
import { useFieldWords, useProblemWords } from "@/shared/api/words";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { Dialog } from "@/shared/ui/Dialog";
import { Field } from "@/shared/ui/Field";
import { Select } from "@/shared/ui/Select";
import { TextInput } from "@/shared/ui/TextInput";
import { takesCampaigns, useChannelOptions } from "./channels";
import { keep } from "./data";

export function NewCampaign({ onClose }: { onClose: () => void }) {
  const t = useTranslations("campaigns");
  const words = useProblemWords();
  const fieldWords = useFieldWords();
  const client = useQueryClient();
  const navigate = useNavigate();
  const channels = useChannels();
  const usable = channels.list.filter(({ status }) => status === "active");
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  const [error, setError] = useState<unknown>();
  const [isBusy, setBusy] = useState(false);
  // The same request again is the same campaign, whatever the network does.
  const key = useRef(crypto.randomUUID());
  const options = useChannelOptions(usable);
  const channelId = chosen ?? usable.find(takesCampaigns)?.id ?? null;
  const wrong = error instanceof ProblemError ? error.fields.name : undefined;

  const create = async () => {
    if (isBusy || name.trim() === "" || channelId === null) return;
    setBusy(true);
    try {
      const campaign = await ask(
        api.POST("/api/v1/campaigns", {
          params: { header: { "idempotency-key": key.current } },
          body: { name: name.trim(), channelId, type: "broadcast", message: t("new.firstMessage") },
        }),
      );
      keep(client, campaign);
      await navigate({ to: "/campaigns/$campaignId/edit", params: { campaignId: campaign.id } });
    } catch (failed) {
      setError(failed);
      setBusy(false);
      if (failed instanceof ProblemError) key.current = crypto.randomUUID();
    }
  };

  return (
    <Dialog
      open
      title={t("new.title")}
      text={t("new.text")}
      onClose={onClose}
      onSubmit={() => void create()}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button
            type="submit"
            variant="primary"
            busy={isBusy}
            disabled={name.trim() === "" || channelId === null}
          >
            {t("new.create")}
          </Button>
        </>
      }
    >
      <Field label={t("new.name")} hint={t("new.nameHint")} error={wrong && fieldWords(wrong)}>
        <TextInput value={name} onValue={setName} maxLength={200} autoFocus required />
      </Field>
      {channels.query.isSuccess && usable.length === 0 ? (
        <Banner tone="warning" title={t("new.noChannel")}>
          {t("new.noChannelText")}
        </Banner>
      ) : (
        <Field label={t("new.channel")} hint={usable.every(takesCampaigns) ? undefined : t("new.without")}>
          <Select value={channelId} onValue={setChosen} options={options} />
        </Field>
      )}
      {error !== undefined && !wrong && <Banner tone="danger" live title={words(error)} />}
    </Dialog>
  );
}
