/** What is searched for: written into the address after a pause, so that reload and back keep it. */

import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useCommand } from "@/shared/keyboard/commands";
import { useKeyWords } from "@/shared/keyboard/Keys";
import css from "./list.module.css";

const PAUSE_MS = 300;

export function SearchBox({ q, onSearch }: { q: string; onSearch: (q: string | undefined) => void }) {
  const t = useTranslations("inbox");
  const { hint, aria } = useKeyWords()("search");
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(q);
  const [shown, setShown] = useState(q);
  const [sent, setSent] = useState(q);
  if (q !== shown) {
    setShown(q);
    setSent(q);
    // Not what was typed here, or typed on since: the address has changed by another way (back, a view, a link).
    if (q !== sent) setTyped(q);
  }
  useCommand("search", () => {
    input.current?.focus();
    input.current?.select();
  });
  const latest = useRef(onSearch);
  latest.current = onSearch;
  useEffect(() => {
    const wanted = typed.trim();
    if (wanted === q) return;
    const timer = setTimeout(() => {
      setSent(wanted);
      latest.current(wanted || undefined);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, q]);
  return (
    <div className={css.search}>
      <Search aria-hidden size={16} />
      <input
        ref={input}
        type="search"
        value={typed}
        maxLength={100}
        placeholder={t("search.placeholder")}
        aria-label={`${t("search.label")} (${hint})`}
        aria-keyshortcuts={aria}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            if (typed === "") input.current?.blur();
            else setTyped("");
            event.stopPropagation();
          }
        }}
      />
    </div>
  );
}
