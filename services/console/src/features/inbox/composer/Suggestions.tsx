/** The list above the field; the field keeps the focus, and its keys choose. */

import { useEffect, useRef } from "react";
import { useTranslations } from "use-intl";
import { Avatar } from "@/shared/ui/Avatar";
import css from "./Suggestions.module.css";
import type { Trigger } from "./suggesting";
import type { Suggestion } from "./useSuggestions";

interface Props {
  id: string;
  kind: Trigger["kind"];
  suggestions: readonly Suggestion[];
  active: number;
  onChoose: (suggestion: Suggestion) => void;
}

export function Suggestions({ id, kind, suggestions, active, onChoose }: Props) {
  const t = useTranslations("inboxComposer");
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <div
      ref={list}
      id={id}
      role="listbox"
      aria-label={t(`suggest.${kind}`)}
      className={css.list}
      tabIndex={-1}
    >
      {suggestions.map((suggestion, index) => (
        <div
          key={suggestion.id}
          id={`${id}-${index}`}
          role="option"
          tabIndex={-1}
          aria-selected={index === active}
          className={css.option}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(suggestion)}
          onKeyDown={undefined}
        >
          {suggestion.kind === "emoji" && <span className={css.emoji}>{suggestion.emoji}</span>}
          {suggestion.kind === "mention" && <Avatar size="small" name={suggestion.label} />}
          <span className={css.label}>{suggestion.label}</span>
          {suggestion.kind === "reply" && (
            <span className={css.hint} dir="auto">
              {suggestion.hint}
            </span>
          )}
        </div>
      ))}
    </div>
  );
}
