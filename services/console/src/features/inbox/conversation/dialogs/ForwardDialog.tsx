/** Sends what a message says to another contact, in the ticket that they have on a channel or in a new one. */

import { useState } from "react";
import { useTranslations } from "use-intl";
import { api, ask } from "@/shared/api/client";
import { useChannels } from "@/shared/api/lookups";
import { useProblemWords } from "@/shared/api/words";
import { phone } from "@/shared/format/format";
import { Avatar } from "@/shared/ui/Avatar";
import { Button } from "@/shared/ui/Button";
import { Combobox } from "@/shared/ui/Combobox";
import type { ComboOption } from "@/shared/ui/comboboxSearch";
import type { Message } from "@/shared/ui/conversation/message";
import { Quote } from "@/shared/ui/conversation/Quote";
import { Dialog } from "@/shared/ui/Dialog";
import { Field } from "@/shared/ui/Field";
import { NativeSelect } from "@/shared/ui/NativeSelect";
import { toast } from "@/shared/ui/toast";
import css from "./dialogs.module.css";

async function search(q: string, signal: AbortSignal): Promise<ComboOption[]> {
  const params = { query: { ...(q && { q }), limit: 20 } };
  const { items } = await ask(api.GET("/api/v1/contacts", { params, signal }));
  return items.map((contact) => {
    const number = contact.phone ? phone(contact.phone) : "";
    return {
      value: contact.id,
      label: contact.name || number,
      hint: contact.name ? number : undefined,
      mark: <Avatar size="small" name={contact.name} />,
    };
  });
}

export default function ForwardDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const t = useTranslations("inboxConversation");
  const words = useProblemWords();
  const channels = useChannels().list.filter((channel) => channel.status === "active");
  const [contact, setContact] = useState<ComboOption | null>(null);
  const [channelId, setChannelId] = useState(message.channelId);
  const [clientMessageId] = useState(() => crypto.randomUUID());
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);

  async function submit() {
    if (!contact) return setError(t("forward.nobody"));
    setBusy(true);
    try {
      const body = { contactId: contact.value, channelId, clientMessageId };
      await ask(
        api.POST("/api/v1/messages/{message_id}/forward", {
          params: { path: { message_id: message.id } },
          body,
        }),
      );
      toast({ tone: "good", text: t("forward.done", { name: contact.label }) });
      onClose();
    } catch (failure) {
      setError(words(failure));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog
      open
      title={t("forward.title")}
      onClose={onClose}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button variant="primary" type="submit" busy={isBusy}>
            {t("actions.forward")}
          </Button>
        </>
      }
    >
      <div className={css.fields}>
        <Quote message={message} />
        <Field label={t("forward.to")} error={error}>
          <Combobox value={contact} onValue={setContact} onSearch={search} placeholder={t("forward.find")} />
        </Field>
        {channels.length > 1 && (
          <Field label={t("forward.channel")}>
            <NativeSelect
              value={channelId}
              onValue={setChannelId}
              options={channels.map((channel) => ({ value: channel.id, label: channel.name }))}
            />
          </Field>
        )}
      </div>
    </Dialog>
  );
}
