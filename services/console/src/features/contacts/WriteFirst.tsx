/**
 * Writes to a contact first: on which channel, and what. Where WhatsApp's 24 hours are over it takes a template. A
 * conversation that is under way on the channel is opened instead.
 */

import { useNavigate } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import { useChannels } from "@/shared/api/lookups";
import { isProblem } from "@/shared/api/problems";
import { useProblemWords } from "@/shared/api/words";
import { Banner } from "@/shared/ui/Banner";
import { Button } from "@/shared/ui/Button";
import { RadioGroup } from "@/shared/ui/Checkbox";
import { Dialog } from "@/shared/ui/Dialog";
import { Empty } from "@/shared/ui/Empty";
import { Field } from "@/shared/ui/Field";
import { Select } from "@/shared/ui/Select";
import { Skeleton } from "@/shared/ui/Skeleton";
import { TextArea } from "@/shared/ui/TextInput";
import { useTicketsOf } from "./data";
import type { Contact } from "./rules";
import { TemplateChoice } from "./TemplateChoice";
import { componentsOf, placesOf, type Template } from "./templateRules";
import { useOpenTicket } from "./writing";

interface WriteFirstProps {
  contact: Contact;
  name: string;
  onClose: () => void;
}

export function WriteFirst({ contact, name, onClose }: WriteFirstProps) {
  const t = useTranslations("contacts.write");
  const words = useProblemWords();
  const navigate = useNavigate();
  const channels = useChannels();
  const tickets = useTicketsOf(contact.id);
  const open = useOpenTicket();
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [chosenKind, setKind] = useState<"text" | "template">();
  const [text, setText] = useState("");
  const [template, setTemplate] = useState<Template | null>(null);
  const [values, setValues] = useState<Record<string, string>>({});
  // One id for one message, however often it is sent: a repeated request is done once.
  const clientMessageId = useMemo(() => crypto.randomUUID(), []);

  const usable = channels.list.filter(({ status }) => status === "active");
  const channel = usable.find(({ id }) => id === chosenId) ?? usable[0];
  const rows = tickets.data?.pages.flatMap(({ items }) => items) ?? [];
  const active = rows.find((row) => row.channelId === channel?.id && row.status !== "closed" && !row.groupId);
  const hasWindow =
    !channel?.capabilities.includes("service_window") ||
    rows.some(
      (row) =>
        row.channelId === channel.id && row.windowOpenUntil && Date.parse(row.windowOpenUntil) > Date.now(),
    );
  const hasTemplates = channel?.capabilities.includes("templates") ?? false;
  const kind = !hasTemplates ? "text" : !hasWindow ? "template" : (chosenKind ?? "text");
  const isReady =
    kind === "text"
      ? text.trim() !== ""
      : template !== null && placesOf(template).every(({ key }) => values[key]?.trim());

  const go = (ticketId: string) =>
    void navigate({ to: "/inbox/{-$ticketId}", params: { ticketId }, search: {} });
  const submit = () => {
    if (!channel || !isReady || open.isPending) return;
    open.mutate(
      {
        contactId: contact.id,
        channelId: channel.id,
        message:
          kind === "text"
            ? { clientMessageId, text: text.trim() }
            : {
                clientMessageId,
                content: {
                  kind: "template",
                  name: template?.name ?? "",
                  language: template?.language ?? "",
                  components: template ? componentsOf(template, values) : [],
                },
              },
      },
      {
        onSuccess: ({ ticket }) => go(ticket.id),
        onError: (error) => {
          if (isProblem(error, "ticket-active") && typeof error.problem.ticketId === "string")
            go(error.problem.ticketId);
        },
      },
    );
  };
  const send = (
    <Button variant="primary" type="submit" busy={open.isPending} disabled={!isReady}>
      {t("send")}
    </Button>
  );
  const goThere = active && (
    <Button variant="primary" onClick={() => go(active.id)}>
      {t("openTicket")}
    </Button>
  );
  return (
    <Dialog
      title={t("title", { name })}
      open
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>{t("cancel")}</Button>
          {channel && (goThere ?? send)}
        </>
      }
    >
      {channels.query.isPending || tickets.isPending ? (
        <Skeleton />
      ) : !channel ? (
        <Empty compact title={t("noChannel")} text={t("noChannelText")} />
      ) : (
        <>
          {usable.length > 1 && (
            <Field label={t("channel")}>
              <Select
                value={channel.id}
                onValue={(id) => {
                  setChosenId(id);
                  setTemplate(null);
                }}
                options={usable.map((one) => ({
                  value: one.id,
                  label: one.name,
                  hint: one.displayPhone ?? undefined,
                }))}
              />
            </Field>
          )}
          {active ? (
            <Banner title={t("active", { number: active.number })}>{t("activeText")}</Banner>
          ) : (
            <>
              {!hasWindow && <Banner tone="warning">{t("window")}</Banner>}
              {hasTemplates && hasWindow && (
                <RadioGroup
                  label={t("kind")}
                  value={kind}
                  onValue={setKind}
                  options={[
                    { value: "text", label: t("text") },
                    { value: "template", label: t("template") },
                  ]}
                />
              )}
              {kind === "text" ? (
                <Field label={t("message")} required>
                  <TextArea value={text} onValue={setText} maxLength={4096} />
                </Field>
              ) : (
                <TemplateChoice
                  channelId={channel.id}
                  template={template}
                  values={values}
                  onTemplate={(next) => {
                    setTemplate(next);
                    setValues({});
                  }}
                  onValues={setValues}
                />
              )}
            </>
          )}
          {open.error && (
            <Banner tone="danger" live>
              {words(open.error)}
            </Banner>
          )}
        </>
      )}
    </Dialog>
  );
}
