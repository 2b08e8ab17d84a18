/**
 * Who does what a key asks for. A part of a screen offers a command while it is shown (`useCommand`); of several that
 * offer the same one the last does it. One listener on the document reads all keys.
 */

import { useEffect, useRef, useSyncExternalStore } from "react";
import { isTaken, keyOf } from "./press";
import { BINDINGS, bindingOf, COMMANDS, type CommandId, isSingleKey } from "./table";

type Handler = () => void;

const SEQUENCE_MS = 1500;

export class Commands {
  private readonly offered = new Map<CommandId, Handler[]>();
  private readonly listeners = new Set<() => void>();
  private available: readonly CommandId[] = [];
  private begun: { key: string; at: number } | null = null;

  /** A setting of the person: without single keys only those with a command key work. */
  singleKeys = true;

  offer(id: CommandId, handler: Handler): () => void {
    this.offered.set(id, [...(this.offered.get(id) ?? []), handler]);
    this.publish();
    return () => {
      const left = (this.offered.get(id) ?? []).filter((one) => one !== handler);
      if (left.length > 0) this.offered.set(id, left);
      else this.offered.delete(id);
      this.publish();
    };
  }

  /** Does a command, if anybody offers it. */
  run(id: CommandId): boolean {
    const handler = this.offered.get(id)?.at(-1);
    handler?.();
    return handler !== undefined;
  }

  /** Takes a press; answers whether it was one of ours. */
  press(event: KeyboardEvent, now = Date.now()): boolean {
    const key = keyOf(event);
    if (key === null || event.defaultPrevented) return false;
    if (isSingleKey(key) && (!this.singleKeys || isTaken(event.target, key))) {
      this.begun = null;
      return false;
    }
    const before = this.begun !== null && now - this.begun.at < SEQUENCE_MS ? `${this.begun.key} ` : "";
    this.begun = null;
    if (before === "" && COMMANDS.some((id) => this.begins(id, key))) {
      this.begun = { key, at: now };
      event.preventDefault();
      return true;
    }
    const id = COMMANDS.find((one) => this.offered.has(one) && this.has(one, before + key));
    if (id === undefined || (event.repeat && !REPEATED.has(id))) return false;
    event.preventDefault();
    return this.run(id);
  }

  snapshot = (): readonly CommandId[] => this.available;

  subscribe = (listener: () => void): Handler => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private has(id: CommandId, keys: string): boolean {
    const binding = bindingOf(id);
    return binding.inField !== true && binding.keys.includes(keys);
  }

  private begins(id: CommandId, key: string): boolean {
    return this.offered.has(id) && bindingOf(id).keys.some((keys) => keys.startsWith(`${key} `));
  }

  private publish(): void {
    this.available = COMMANDS.filter((id) => this.offered.has(id));
    for (const listener of this.listeners) listener();
  }
}

/** Holding one of these down goes on. */
const REPEATED: ReadonlySet<CommandId> = new Set<CommandId>(["listNext", "listPrevious"]);

export const commands = new Commands();

/** Offers a command while the part is shown and `enabled`. */
export function useCommand(id: CommandId, handler: Handler, enabled = true): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    if (!enabled) return;
    return commands.offer(id, () => latest.current());
  }, [id, enabled]);
}

/** Which commands can be given now. */
export function useAvailableCommands(): readonly CommandId[] {
  return useSyncExternalStore(commands.subscribe, commands.snapshot);
}

/** Reads the keys of the whole page; once, in the shell. */
export function useKeyboard(singleKeys: boolean): void {
  useEffect(() => {
    commands.singleKeys = singleKeys;
  }, [singleKeys]);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      commands.press(event);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}

/** Whether a press in a field is the one that the table names: `isKey(event, "composerNewLine")`. */
export function isKey(event: KeyboardEvent, id: CommandId): boolean {
  const key = keyOf(event);
  return key !== null && (BINDINGS[id].keys as readonly string[]).includes(key);
}
