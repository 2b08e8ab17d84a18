/** Below the field: whom it is for, what can be added, and the button that sends. */

import { Popover } from "@base-ui/react/popover";
import { CalendarClock, LayoutTemplate, Mic, Paperclip, SendHorizontal, Smile } from "lucide-react";
import { lazy, Suspense, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { Button } from "@/shared/ui/Button";
import { IconButton } from "@/shared/ui/IconButton";
import popup from "@/shared/ui/popup.module.css";
import { ACCEPTED } from "./attachments";
import css from "./Composer.module.css";
import { LONGEST_TEXT } from "./sendings";

const EmojiPicker = lazy(() => import("@/shared/ui/conversation/EmojiPicker"));

interface Props {
  kind: "reply" | "note";
  canReply: boolean;
  isShut: boolean;
  isSendable: boolean;
  textLength: number;
  enterSends: boolean;
  onKind: (kind: "reply" | "note") => void;
  onEmoji: (emoji: string) => void;
  onFiles: (files: Iterable<File>) => void;
  onVoice: () => void;
  onTemplate: () => void;
  onSchedule: () => void;
  onSend: () => void;
}

const KINDS = ["reply", "note"] as const;

export function Tools(props: Props) {
  const { kind, canReply, isShut, isSendable, textLength, enterSends } = props;
  const t = useTranslations("inboxComposer");
  const picker = useRef<HTMLInputElement>(null);
  const isReply = kind === "reply";
  const canAdd = isReply && !isShut;
  return (
    <div className={css.tools}>
      <fieldset className={css.kinds} aria-label={t("kinds")}>
        {KINDS.map((each) => (
          <button
            key={each}
            type="button"
            className={css.kind}
            aria-pressed={each === kind}
            aria-keyshortcuts={each === "reply" ? "R" : "N"}
            onClick={() => props.onKind(each)}
          >
            {t(each)}
            {each === "reply" && !canReply && <span className={css.hidden}> ({t("notNow")})</span>}
          </button>
        ))}
      </fieldset>
      <div className={css.add}>
        <EmojiButton onEmoji={props.onEmoji} />
        {canAdd && (
          <>
            <input
              ref={picker}
              type="file"
              multiple
              hidden
              accept={ACCEPTED}
              onChange={(event) => {
                props.onFiles([...(event.currentTarget.files ?? [])]);
                event.currentTarget.value = "";
              }}
            />
            <IconButton label={t("attach")} icon={Paperclip} onClick={() => picker.current?.click()} />
            <IconButton label={t("voice")} icon={Mic} onClick={props.onVoice} />
          </>
        )}
        {isReply && <IconButton label={t("template")} icon={LayoutTemplate} onClick={props.onTemplate} />}
        {canAdd && (
          <IconButton
            label={t("schedule")}
            icon={CalendarClock}
            disabled={!isSendable}
            onClick={props.onSchedule}
          />
        )}
      </div>
      {textLength > LONGEST_TEXT - 300 && (
        <output className={css.count} data-over={textLength > LONGEST_TEXT ? "" : undefined}>
          {t("left", { count: LONGEST_TEXT - textLength })}
        </output>
      )}
      <span className={css.keys}>{t(enterSends ? "enterSends" : "ctrlEnterSends")}</span>
      <Button variant="primary" icon={SendHorizontal} disabled={!isSendable} onClick={props.onSend}>
        {t(isReply ? "send" : "addNote")}
      </Button>
    </div>
  );
}

function EmojiButton({ onEmoji }: { onEmoji: (emoji: string) => void }) {
  const t = useTranslations("inboxComposer");
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover.Root open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger render={<IconButton label={t("emoji")} icon={Smile} tooltip={false} />} />
      <Popover.Portal>
        <Popover.Positioner side="top" align="start" sideOffset={8} className={popup.positioner}>
          <Popover.Popup className={css.emojiPopup} aria-label={t("emoji")}>
            <Suspense fallback={<div className={css.emojiWaiting} />}>
              <EmojiPicker
                onPick={(emoji) => {
                  setOpen(false);
                  onEmoji(emoji);
                }}
              />
            </Suspense>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
