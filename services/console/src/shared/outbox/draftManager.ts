/**
 * What is typed and not sent: for each person, ticket and kind a text, files, a quote. It is kept a moment after each
 * change and when the page goes, and is there again after a reload, a switch of tickets or the end of the session.
 */

import type { Attachment } from "./entry";

export type DraftKind = "reply" | "note";

/** A message that is quoted, as much of it as the composer shows. */
export interface Quote {
  providerMessageId: string;
  messageId: string;
  author: string;
  text: string;
}

/** A file that goes along; with several, each is a message of its own, under its own id. */
export interface DraftFile extends Attachment {
  id: string;
}

export interface Draft {
  /** The `clientMessageId` that it is sent under: a second Enter sends the same message, not another. */
  clientMessageId: string;
  text: string;
  files: readonly DraftFile[];
  quote?: Quote;
  /** Ids of the colleagues whom a note names. */
  mentions?: readonly string[];
}

export type DraftChange = Partial<Omit<Draft, "clientMessageId">>;

interface Stored {
  ticketId: string;
  kind: DraftKind;
  draft: Draft;
}

/** Where drafts outlive the page. */
export interface DraftStore {
  ofOwner(owner: string): Promise<Stored[]>;
  put(owner: string, id: string, record: Stored): Promise<void>;
  remove(owner: string, id: string): Promise<void>;
  clear(owner: string): Promise<void>;
}

const KEEP_MS = 300;
const keyOf = (ticketId: string, kind: DraftKind) => `${ticketId}/${kind}`;
const fresh = (): Draft => ({ clientMessageId: crypto.randomUUID(), text: "", files: [] });
const isEmpty = ({ text, files, quote }: Draft) => text === "" && files.length === 0 && !quote;

export class DraftManager {
  private owner: string | undefined;
  private readonly drafts = new Map<string, Stored>();
  private readonly unkept = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly listeners = new Set<() => void>();
  private tickets: ReadonlySet<string> = new Set();

  constructor(private readonly store: DraftStore) {}

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Takes up the drafts of a person. What was typed before they were read stays. */
  async open(owner: string): Promise<void> {
    if (this.owner === owner) return;
    if (this.owner) await this.close();
    this.owner = owner;
    const stored = await this.store.ofOwner(owner).catch(() => []);
    if (this.owner !== owner) return;
    for (const record of stored) {
      const key = keyOf(record.ticketId, record.kind);
      const typed = this.drafts.get(key);
      if (!typed || isEmpty(typed.draft)) this.drafts.set(key, record);
    }
    this.changed();
  }

  /** Stops; what is typed stays in the store. */
  async close(): Promise<void> {
    await this.flush();
    this.owner = undefined;
    this.drafts.clear();
    this.changed();
  }

  /** Forgets all drafts of a person: they sign out. */
  async forget(owner: string): Promise<void> {
    for (const timer of this.unkept.values()) clearTimeout(timer);
    this.unkept.clear();
    if (this.owner === owner) {
      this.owner = undefined;
      this.drafts.clear();
      this.changed();
    }
    await this.store.clear(owner);
  }

  /** The draft of a ticket; the same object until it changes. */
  get(ticketId: string, kind: DraftKind): Draft {
    const key = keyOf(ticketId, kind);
    let stored = this.drafts.get(key);
    if (!stored) {
      stored = { ticketId, kind, draft: fresh() };
      this.drafts.set(key, stored);
    }
    return stored.draft;
  }

  change(ticketId: string, kind: DraftKind, change: DraftChange): void {
    const draft = { ...this.get(ticketId, kind), ...change };
    this.drafts.set(keyOf(ticketId, kind), { ticketId, kind, draft });
    this.changed();
    this.keepSoon(keyOf(ticketId, kind));
  }

  /** Empties a draft, which has been sent or thrown away: what is typed next is another message. */
  clear(ticketId: string, kind: DraftKind): void {
    this.drafts.set(keyOf(ticketId, kind), { ticketId, kind, draft: fresh() });
    this.changed();
    this.keepSoon(keyOf(ticketId, kind));
  }

  /** Tickets that have a draft. */
  ticketIds = (): ReadonlySet<string> => this.tickets;

  /** Keeps at once what waits for its moment: the page goes. */
  async flush(): Promise<void> {
    await Promise.all([...this.unkept.keys()].map((key) => this.keep(key)));
  }

  private keepSoon(key: string): void {
    clearTimeout(this.unkept.get(key));
    this.unkept.set(
      key,
      setTimeout(() => void this.keep(key), KEEP_MS),
    );
  }

  private async keep(key: string): Promise<void> {
    clearTimeout(this.unkept.get(key));
    this.unkept.delete(key);
    const record = this.drafts.get(key);
    if (!this.owner || !record) return;
    const kept = isEmpty(record.draft)
      ? this.store.remove(this.owner, key)
      : this.store.put(this.owner, key, record);
    await kept.catch(() => undefined); // The browser keeps nothing: the outbox says so.
  }

  private changed(): void {
    const now = new Set(
      [...this.drafts.values()].filter(({ draft }) => !isEmpty(draft)).map(({ ticketId }) => ticketId),
    );
    if (now.size !== this.tickets.size || [...now].some((id) => !this.tickets.has(id))) this.tickets = now;
    for (const listener of this.listeners) listener();
  }
}
