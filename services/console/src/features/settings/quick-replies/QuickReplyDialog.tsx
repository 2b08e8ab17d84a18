/** A quick reply: its shortcut, its words with blanks, its file, who has it, and how it looks to a customer. */

import { useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { type QuickReply, useContactFields, useQueues } from "@/shared/api/lookups";
import { useMay, useSession } from "@/shared/api/session";
import { Button } from "@/shared/ui/Button";
import { RadioGroup } from "@/shared/ui/Checkbox";
import { Field } from "@/shared/ui/Field";
import { Menu } from "@/shared/ui/Menu";
import { MultiCombobox } from "@/shared/ui/MultiCombobox";
import { Dot } from "@/shared/ui/Tag";
import { TextArea, TextInput } from "@/shared/ui/TextInput";
import { FormDialog } from "../parts/FormDialog";
import parts from "../parts/parts.module.css";
import { createReply, type Media, updateReply } from "./data";
import { MediaField } from "./MediaField";
import css from "./quick-replies.module.css";
import { sampled, shortcutOf, VARIABLES, withBlank } from "./variables";

export function QuickReplyDialog({ reply, onClose }: { reply?: QuickReply; onClose: () => void }) {
  const t = useTranslations("settingsQuickReplies");
  const common = useTranslations("settingsParts");
  const mayShare = useMay("tickets:manage");
  const { user } = useSession();
  const { list: queues } = useQueues();
  const { list: fields } = useContactFields();
  const area = useRef<HTMLTextAreaElement>(null);
  const [shortcut, setShortcut] = useState(reply?.shortcut ?? "/");
  const [title, setTitle] = useState(reply?.title ?? "");
  const [text, setText] = useState(reply?.text ?? "");
  const [media, setMedia] = useState<Media | null>(reply?.media ?? null);
  const [isUploading, setUploading] = useState(false);
  const [shared, setShared] = useState(reply?.shared ?? mayShare);
  const [queueIds, setQueueIds] = useState<readonly string[]>(reply?.queueIds ?? []);

  const samples: Record<string, string> = {
    "contact.firstName": "Maria",
    "contact.name": "Maria Souza",
    "contact.phone": "+55 11 98765-4321",
    "agent.name": user.name,
    "agent.firstName": user.name.split(" ")[0] ?? user.name,
    "ticket.number": "1042",
  };
  const insert = (name: string) => {
    const { selectionStart, selectionEnd } = area.current ?? {
      selectionStart: text.length,
      selectionEnd: text.length,
    };
    const next = withBlank(text, name, selectionStart, selectionEnd);
    setText(next.text);
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(next.at, next.at);
    });
  };
  const options = queues.map(({ id, name, color }) => ({
    value: id,
    label: name,
    mark: <Dot colour={color} />,
  }));
  const send = (revision: number | undefined) => {
    const body = { shortcut: shortcutOf(shortcut), title: title.trim(), text, media };
    const of = shared ? { queueIds: [...queueIds] } : {};
    return reply
      ? updateReply(reply.id, { ...body, ...of }, revision)
      : createReply({ ...body, ...of, shared });
  };
  return (
    <FormDialog
      size="large"
      title={reply ? t("change") : t("create")}
      fields={["shortcut", "title", "text", "media", "queueIds"]}
      check={() => ({
        shortcut: shortcutOf(shortcut) === "" ? common("missing") : undefined,
        title: title.trim() === "" ? common("missing") : undefined,
        text: text.trim() === "" && !media ? t("textOrFile") : undefined,
        media: isUploading ? t("stillUploading") : undefined,
      })}
      values={[shortcut, title, text, media, isUploading, shared, queueIds]}
      revision={reply?.revision}
      onSend={send}
      onClose={onClose}
    >
      {(errorOf) => (
        <div className={css.columns}>
          <div className={css.form}>
            <div className={parts.pair}>
              <Field label={t("shortcut")} hint={t("shortcutHint")} error={errorOf("shortcut")}>
                <TextInput
                  dir="ltr"
                  autoCapitalize="none"
                  spellCheck={false}
                  maxLength={33}
                  value={shortcut}
                  onValue={setShortcut}
                  onBlur={() => setShortcut(shortcutOf(shortcut) || "/")}
                />
              </Field>
              <Field label={t("title_")} error={errorOf("title")}>
                <TextInput maxLength={100} value={title} onValue={setTitle} />
              </Field>
            </div>
            <Field
              label={t("text_")}
              error={errorOf("text")}
              aside={
                <Menu
                  trigger={
                    <Button size="small" variant="ghost">
                      {t("insert")}
                    </Button>
                  }
                  items={[
                    ...VARIABLES.map((name) => ({
                      label: t(`variables.${name.replace(".", "_") as "contact_name"}`),
                      onSelect: () => insert(name),
                    })),
                    ...(fields.length > 0 ? [{ heading: t("fields") }] : []),
                    ...fields.map(({ name, label }) => ({
                      label,
                      onSelect: () => insert(`contact.customFields.${name}`),
                    })),
                  ]}
                />
              }
            >
              <TextArea ref={area} rows={6} maxLength={4096} value={text} onValue={setText} />
            </Field>
            <MediaField media={media} onChange={setMedia} onBusy={setUploading} error={errorOf("media")} />
            {mayShare && !reply && (
              <RadioGroup
                label={t("who")}
                value={shared ? "shared" : "own"}
                onValue={(value) => setShared(value === "shared")}
                options={(["shared", "own"] as const).map((value) => ({
                  value,
                  label: t(`whoOf.${value}`),
                  hint: t(`whoHint.${value}`),
                }))}
              />
            )}
            {shared && (
              <Field label={t("queues")} hint={t("queuesHint")} error={errorOf("queueIds")} optional>
                <MultiCombobox
                  value={options.filter(({ value }) => queueIds.includes(value))}
                  options={options}
                  placeholder={t("allQueues")}
                  onValue={(chosen) => setQueueIds(chosen.map(({ value }) => value))}
                />
              </Field>
            )}
          </div>
          <figure className={css.preview}>
            <figcaption className={css.caption}>{t("preview")}</figcaption>
            <div className={css.bubble} dir="auto">
              {media && <span className={css.attached}>{media.filename ?? t(`kinds.${media.kind}`)}</span>}
              {sampled(text, samples) || (!media && "…")}
            </div>
          </figure>
        </div>
      )}
    </FormDialog>
  );
}
