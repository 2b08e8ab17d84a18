/** Ctrl/Cmd+K: everything that can be done or gone to from here, by its name. */

import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useId, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import type { Permission } from "@/shared/api/browserSession";
import { useSession } from "@/shared/api/session";
import { commands, useAvailableCommands } from "@/shared/keyboard/commands";
import { Keys } from "@/shared/keyboard/Keys";
import { bindingOf, type CommandId } from "@/shared/keyboard/table";
import { Dialog } from "@/shared/ui/Dialog";
import { type Entry, matching } from "./palette";
import styles from "./palette.module.css";

const SETTINGS = [
  ["me", "self"],
  ["sessions", "self"],
  ["company", "company:read"],
  ["team", "users:read"],
  ["queues", "tickets:read"],
  ["quick-replies", "tickets:read"],
  ["tags", "tickets:read"],
  ["opt-outs", "optouts:read"],
  ["keys", "apikeys:read"],
  ["webhooks", "webhooks:read"],
  ["audit", "audit:read"],
] as const satisfies readonly (readonly [string, Permission])[];

interface PaletteEntry extends Entry {
  command?: CommandId;
}

function useEntries(typed: string): PaletteEntry[] {
  const t = useTranslations("app");
  const keys = useTranslations("sharedKeyboard");
  const navigate = useNavigate();
  const { permissions } = useSession();
  const available = useAvailableCommands();
  return useMemo(() => {
    const offered = available
      .filter((id) => id !== "commands" && !bindingOf(id).inField)
      .map((id) => ({
        id,
        label: keys(`names.${id}`),
        group: keys(`groups.${bindingOf(id).group}`),
        command: id,
        run: () => commands.run(id),
      }));
    const settings = SETTINGS.filter(([, permission]) => permissions.has(permission)).map(([page]) => ({
      id: `settings-${page}`,
      label: t(`settings.${page}`),
      group: t("screensInFull.settings"),
      run: () => void navigate({ to: `/settings/${page}` }),
    }));
    const found: PaletteEntry[] = matching([...offered, ...settings], typed);
    const q = typed.trim();
    if (q && permissions.has("tickets:read")) {
      found.push(
        {
          id: "search-tickets",
          label: t("palette.searchTickets", { q }),
          group: t("palette.search"),
          run: () => void navigate({ to: "/inbox/{-$ticketId}", search: { view: "all", q } }),
        },
        {
          id: "search-messages",
          label: t("palette.searchMessages", { q }),
          group: t("palette.search"),
          run: () =>
            void navigate({ to: "/inbox/{-$ticketId}", search: { view: "all", q, find: "messages" } }),
        },
      );
    }
    return found;
  }, [available, typed, permissions, t, keys, navigate]);
}

export function CommandPalette({ onClose }: { onClose: () => void }) {
  const t = useTranslations("app");
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const entries = useEntries(typed);
  const active = Math.min(at, entries.length - 1);

  const move = (to: number) => {
    const next = (to + entries.length) % entries.length;
    setAt(next);
    list.current?.children[next]?.scrollIntoView({ block: "nearest" });
  };
  const run = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    // Once the dialog has given the focus back: what is done may put it elsewhere.
    setTimeout(entry.run, 0);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown") move(active + 1);
    else if (event.key === "ArrowUp") move(active - 1);
    else if (event.key === "Enter") run(entries[active]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog title={t("palette.title")} open onClose={onClose} size="medium">
      <input
        className={styles.input}
        type="text"
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={entries[active] ? `${id}-${entries[active].id}` : undefined}
        aria-label={t("palette.title")}
        placeholder={t("palette.placeholder")}
        autoComplete="off"
        spellCheck={false}
        autoFocus
        value={typed}
        onChange={(event) => {
          setTyped(event.target.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div
        ref={list}
        id={`${id}-list`}
        role="listbox"
        aria-label={t("palette.title")}
        className={styles.list}
      >
        {entries.map((entry, nth) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are read by the field that names it as active.
          <div
            key={entry.id}
            id={`${id}-${entry.id}`}
            role="option"
            tabIndex={-1}
            aria-selected={nth === active}
            className={styles.entry}
            onClick={() => run(entry)}
            onPointerMove={() => setAt(nth)}
          >
            <span className={styles.label} dir="auto">
              {entry.label}
            </span>
            <span className={styles.group}>{entry.group}</span>
            {entry.command && <Keys id={entry.command} />}
          </div>
        ))}
      </div>
      {entries.length === 0 && <p className={styles.nothing}>{t("palette.nothing")}</p>}
    </Dialog>
  );
}
