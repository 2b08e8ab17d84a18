/** The field itself: keys, files from the clipboard, and a list of what completes `/`, `:` and `@`. */

import {
  type KeyboardEvent,
  type RefObject,
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from "react";
import { useTranslations } from "use-intl";
import type { DraftFile } from "@/shared/outbox/draftManager";
import type { Ticket } from "../ticket";
import css from "./Editor.module.css";
import { Suggestions } from "./Suggestions";
import { completed, sends, type Trigger, triggerOf } from "./suggesting";
import { type Suggestion, useSuggestions } from "./useSuggestions";

export interface EditorHandle {
  focus(): void;
  /** Puts words where the caret is. */
  insert(words: string): void;
}

interface Props {
  handle: RefObject<EditorHandle | null>;
  ticket: Ticket;
  kind: "reply" | "note";
  text: string;
  mentions: readonly string[];
  isReadOnly: boolean;
  enterSends: boolean;
  onTyped: (text: string) => void;
  onMention: (userId: string) => void;
  onFiles: (files: Iterable<File>) => void;
  /** A quick reply has a file. */
  onQuickReply: (file: DraftFile) => void;
  onSend: () => void;
  onLeave: () => void;
}

export function Editor(props: Props) {
  const { handle, ticket, kind, text, isReadOnly, enterSends, onTyped, onFiles, onSend } = props;
  const t = useTranslations("inboxComposer");
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [trigger, setTrigger] = useState<Trigger | null>(null);
  const [index, setIndex] = useState(0);
  const { suggestions, words } = useSuggestions(trigger, ticket, props);
  const isOpen = trigger !== null && suggestions.length > 0;
  const active = Math.min(index, suggestions.length - 1);
  /** Where the caret is to stand once the text is drawn. */
  const caret = useRef<number>(null);

  useImperativeHandle(handle, () => ({
    focus: () => {
      const element = field.current;
      element?.focus();
      element?.setSelectionRange(element.value.length, element.value.length);
    },
    insert: (given) => {
      const element = field.current;
      if (!element) return;
      const { selectionStart, selectionEnd, value } = element;
      caret.current = selectionStart + given.length;
      onTyped(value.slice(0, selectionStart) + given + value.slice(selectionEnd));
      element.focus();
    },
  }));

  // biome-ignore lint/correctness/useExhaustiveDependencies: the caret follows the text that was put in.
  useEffect(() => {
    if (caret.current === null) return;
    field.current?.setSelectionRange(caret.current, caret.current);
    caret.current = null;
  }, [text]);

  function look() {
    const element = field.current;
    if (!element || element.selectionStart !== element.selectionEnd) return setTrigger(null);
    const found = triggerOf(element.value, element.selectionStart, kind);
    setTrigger((before) =>
      before && found && before.from === found.from && before.query === found.query ? before : found,
    );
    if (found?.query !== trigger?.query) setIndex(0);
  }

  async function choose(suggestion: Suggestion) {
    const at = trigger;
    if (!at) return;
    setTrigger(null);
    const chosen = await words(suggestion);
    if (chosen === null) return;
    const now = completed(field.current?.value ?? text, at, chosen);
    caret.current = now.caret;
    onTyped(now.text);
    field.current?.focus();
  }

  function press(event: KeyboardEvent<HTMLTextAreaElement>) {
    const { nativeEvent } = event;
    if (isOpen && !nativeEvent.isComposing && pressInList(event)) return event.preventDefault();
    if (sends(nativeEvent, enterSends && !isTouch())) {
      event.preventDefault();
      return onSend();
    }
    if (event.key === "Escape") {
      event.stopPropagation();
      if (isOpen) setTrigger(null);
      else field.current?.blur();
    }
  }

  /** Returns whether the list of suggestions took the press. */
  function pressInList(event: KeyboardEvent): boolean {
    const suggestion = suggestions[active];
    if (event.key === "ArrowDown") setIndex((active + 1) % suggestions.length);
    else if (event.key === "ArrowUp") setIndex((active - 1 + suggestions.length) % suggestions.length);
    else if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey && suggestion)
      void choose(suggestion);
    else return false;
    return true;
  }

  return (
    <div className={css.editor}>
      {isOpen && (
        <Suggestions
          id={id}
          kind={trigger.kind}
          suggestions={suggestions}
          active={active}
          onChoose={(each) => void choose(each)}
        />
      )}
      <textarea
        ref={field}
        className={css.field}
        rows={2}
        dir="auto"
        value={text}
        readOnly={isReadOnly}
        aria-label={t(kind === "note" ? "noteLabel" : "label")}
        placeholder={t(isReadOnly ? "shut" : kind === "note" ? "notePlaceholder" : "placeholder")}
        aria-autocomplete="list"
        aria-controls={isOpen ? id : undefined}
        aria-activedescendant={isOpen ? `${id}-${active}` : undefined}
        enterKeyHint={enterSends && !isTouch() ? "send" : "enter"}
        onChange={(event) => {
          onTyped(event.currentTarget.value);
          look();
        }}
        onSelect={look}
        onKeyDown={press}
        onBlur={() => {
          setTrigger(null);
          props.onLeave();
        }}
        onPaste={(event) => {
          const { files } = event.clipboardData;
          // A copied table brings its picture along; what is wanted is its text.
          if (
            files.length === 0 ||
            kind === "note" ||
            isReadOnly ||
            event.clipboardData.getData("text/plain")
          )
            return;
          event.preventDefault();
          onFiles(files);
        }}
      />
    </div>
  );
}

/** On a phone Enter is the way to a new line. */
const isTouch = () => globalThis.matchMedia?.("(pointer: coarse)").matches ?? false;
