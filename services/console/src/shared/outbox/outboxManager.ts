/**
 * Sends what people write: kept before it is sent, in order for each ticket, again under the same id until the server
 * has answered. What the server refuses stays, with the reason, until somebody decides.
 */

import type { Entry, Message, Sending, Surroundings } from "./entry";
import { outcomeOf } from "./outcome";
import { Pumps, type Step } from "./pumps";
import { aged, grouped, isSame } from "./queue";

const EDITED_MS = 1000;
const NONE: readonly Entry[] = [];

export class OutboxManager {
  private owner: string | undefined;
  private readonly entries = new Map<string, Entry>();
  private byTicket = new Map<string, readonly Entry[]>();
  /** Ids that were given to `send` in this page. */
  private readonly taken = new Set<string>();
  /** Ids that are in the store, as far as this page knows. */
  private readonly stored = new Set<string>();
  private readonly parts = new Map<string, number>();
  private readonly pumps: Pumps;
  private readonly listeners = new Set<() => void>();
  private readonly sentHandlers = new Set<(entry: Entry, message: Message) => void>();
  private lastAt = 0;
  private kept = true;

  constructor(private readonly around: Surroundings) {
    this.pumps = new Pumps(
      (name, run) => around.locked(name, run),
      (ticketId) => this.step(ticketId),
    );
    around.channel.addEventListener("message", () => void this.reload());
  }

  /** Whether what is typed would outlive a reload; a browser may refuse to keep anything. */
  get isKept(): boolean {
    return this.kept;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Is told of each entry that the server has taken, before the entry goes. */
  onSent(handler: (entry: Entry, message: Message) => void): () => void {
    this.sentHandlers.add(handler);
    return () => this.sentHandlers.delete(handler);
  }

  /** The entries of a ticket, in their order; the same array until one changes. */
  ofTicket(ticketId: string): readonly Entry[] {
    return this.byTicket.get(ticketId) ?? NONE;
  }

  /** How many entries are not sent yet. */
  get size(): number {
    return this.entries.size;
  }

  /** The part of an entry's attachment that has gone out, from 0 to 1. */
  progress(clientMessageId: string): number | undefined {
    return this.parts.get(clientMessageId);
  }

  /** Goes on with what a person has not sent yet. */
  async open(owner: string): Promise<void> {
    if (this.owner !== owner) this.close();
    this.owner = owner;
    await this.reload();
  }

  /** Stops; what is not sent stays in the store. */
  close(): void {
    this.owner = undefined;
    this.entries.clear();
    this.stored.clear();
    this.taken.clear();
    this.parts.clear();
    this.changed();
    this.pumps.hurry();
  }

  /** Forgets what a person has not sent: they sign out. */
  async forget(owner: string): Promise<void> {
    if (this.owner === owner) this.close();
    await this.around.store.clear(owner);
  }

  /** Takes something to be sent. Returns once it would outlive a reload; the same id again changes nothing. */
  async send(sending: Sending): Promise<void> {
    if (!this.owner) throw new Error("Nobody is signed in");
    if (this.taken.has(sending.clientMessageId)) return;
    this.taken.add(sending.clientMessageId);
    this.lastAt = Math.max(this.around.now(), this.lastAt + 1);
    await this.put({ ...sending, owner: this.owner, at: this.lastAt, state: "waiting", attempts: 0 });
    this.pumps.start(sending.ticketId);
  }

  /** Tries an entry again that was not sent. */
  async retry(clientMessageId: string): Promise<void> {
    const entry = this.entries.get(clientMessageId);
    if (entry?.state !== "failed") return;
    const { failure, ...rest } = entry;
    const isReused = failure?.kind === "refused" && failure.problem.code === "client-message-id-reused";
    if (isReused) await this.drop(entry);
    await this.put({
      ...rest,
      clientMessageId: isReused ? crypto.randomUUID() : entry.clientMessageId,
      at: failure?.kind === "old" ? this.around.now() : entry.at,
      state: "waiting",
      attempts: 0,
    });
    this.pumps.start(entry.ticketId);
  }

  /** Gives an entry up. One that is being sent right now may still arrive. */
  async discard(clientMessageId: string): Promise<void> {
    const entry = this.entries.get(clientMessageId);
    if (entry) await this.drop(entry);
    this.pumps.hurry();
  }

  /** Takes an entry back into the composer, unless it is being sent. It is kept a moment longer, until the draft is. */
  edit(clientMessageId: string): Entry | undefined {
    const entry = this.entries.get(clientMessageId);
    if (!entry || entry.state === "sending") return undefined;
    this.entries.delete(clientMessageId);
    this.changed();
    setTimeout(() => void this.drop(entry), EDITED_MS);
    return entry;
  }

  /** Tries at once what waits for its next attempt: the network is back. */
  hurry(): void {
    this.pumps.hurry();
  }

  private async step(ticketId: string): Promise<Step> {
    await this.refresh();
    const head = this.ofTicket(ticketId).find(({ state }) => state !== "failed");
    if (!head || !this.owner) return "idle";
    const trying: Entry = { ...head, state: "sending", attempts: head.attempts + 1 };
    this.show(trying);
    try {
      const message = await this.around.deliver(
        trying,
        async (mediaId) => {
          // Whoever is signed in by now may be somebody else: what was given up during the upload does not go out.
          if (!this.entries.has(trying.clientMessageId)) throw new Error("It was given up during the upload");
          if (trying.attachment) trying.attachment = { ...trying.attachment, mediaId };
          await this.put({ ...trying });
        },
        (part) => {
          this.parts.set(trying.clientMessageId, part);
          this.announce();
        },
      );
      for (const handler of this.sentHandlers) handler(trying, message);
      await this.drop(trying);
      return "next";
    } catch (error) {
      return this.failed(trying, error);
    }
  }

  private async failed(entry: Entry, error: unknown): Promise<Step> {
    if (!this.entries.has(entry.clientMessageId)) return "next"; // It was given up meanwhile.
    const outcome = outcomeOf(error, entry);
    if (outcome.kind === "failed") {
      await this.put({ ...entry, state: "failed", failure: outcome.failure });
      return "next";
    }
    await this.put({ ...entry, state: "waiting" });
    return outcome.kind === "signed-out" ? "idle" : { waitMs: outcome.waitMs };
  }

  private async reload(): Promise<void> {
    await this.refresh();
    for (const [ticketId, list] of this.byTicket)
      if (list.some(({ state }) => state === "waiting")) this.pumps.start(ticketId);
  }

  /** Takes over what the store has: of the page before, or of another tab. */
  private async refresh(): Promise<void> {
    const { owner } = this;
    if (!owner || !this.kept) return;
    const before = new Set(this.stored); // What is put while the store is read may be in it or not.
    const found = await this.around.store.ofOwner(owner).catch(() => undefined);
    if (this.owner !== owner) return;
    if (!found) {
      this.unkept();
      return;
    }
    const there = new Set(found.map((entry) => entry.clientMessageId));
    for (const [id, entry] of this.entries)
      if (before.has(id) && !there.has(id) && entry.state !== "sending") this.entries.delete(id);
    for (const entry of found) {
      const id = entry.clientMessageId;
      const known = this.entries.get(id);
      if (known?.state === "sending" || (this.stored.has(id) && !known)) continue;
      const now = aged(entry, this.around.now());
      this.stored.add(id);
      this.lastAt = Math.max(this.lastAt, now.at);
      if (!known || !isSame(known, now)) this.entries.set(id, now);
    }
    this.changed();
  }

  private show(entry: Entry): void {
    this.entries.set(entry.clientMessageId, entry);
    this.changed();
  }

  private async put(entry: Entry): Promise<void> {
    this.show(entry);
    try {
      await this.around.store.put(entry);
      this.stored.add(entry.clientMessageId);
      this.around.channel.postMessage("changed");
    } catch {
      this.unkept(); // It is sent all the same, and the composer says that nothing is kept.
    }
  }

  private async drop(entry: Entry): Promise<void> {
    this.entries.delete(entry.clientMessageId);
    this.parts.delete(entry.clientMessageId);
    this.changed();
    await this.around.store.remove(entry.owner, entry.clientMessageId).catch(() => this.unkept());
    this.around.channel.postMessage("changed");
  }

  private unkept(): void {
    this.kept = false;
    this.announce();
  }

  private changed(): void {
    this.byTicket = grouped(this.entries.values(), this.byTicket);
    this.announce();
  }

  private announce(): void {
    for (const listener of this.listeners) listener();
  }
}
