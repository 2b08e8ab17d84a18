// What a session has received and the gateway has not stored yet: in order, a few lines unanswered at a time.
// While too much waits, or nothing is stored, the session's socket is not read, so that WhatsApp keeps the rest.

import { setTimeout as sleep } from "node:timers/promises";
import { type Line, Refused, type Request, type Unnumbered } from "./line.ts";
import { log } from "./log.ts";
import { FENCED, MAX_MESSAGES, MAX_PAIRS, MAX_STATUSES } from "./protocol.ts";

const UNANSWERED = 4;
/** Lines that wait before the socket is no longer read. */
const FULL = 64;
/** Without an answer for so long, nothing is stored at present. */
const STALLED_MS = 1500;
/** Characters of a line that is made of several. */
const MERGED = 512 * 1024;
/** Seconds between tries of what could not be stored. */
const LONGEST_PAUSE = 30;

export type Delivery = Unnumbered<Request>;

type Sized = { delivery: Delivery; size: number };

/** Returns two lines as one, where they can be: what waits is then stored in fewer transactions. */
function merge(last: Sized, next: Sized): Sized | undefined {
  const size = last.size + next.size;
  if (size > MERGED) {
    return undefined;
  }
  const [one, two] = [last.delivery, next.delivery];
  if (one.op === "messages" && two.op === "messages" && one.type === two.type) {
    const items = [...one.items, ...two.items];
    return items.length <= MAX_MESSAGES ? { delivery: { ...one, items }, size } : undefined;
  }
  if (one.op === "statuses" && two.op === "statuses") {
    const items = [...one.items, ...two.items];
    return items.length <= MAX_STATUSES ? { delivery: { ...one, items }, size } : undefined;
  }
  if (one.op === "lids" && two.op === "lids") {
    const pairs = [...one.pairs, ...two.pairs];
    return pairs.length <= MAX_PAIRS ? { delivery: { ...one, pairs }, size } : undefined;
  }
  return undefined;
}

export type OutboxOwner = {
  session: string;
  /** Stops or goes on reading the socket. */
  pause(isPaused: boolean): void;
  /** Another process holds the session. */
  fenced(): void;
};

export class Outbox {
  readonly #line: Line;
  readonly #owner: OutboxOwner;
  readonly #queue: Sized[] = [];
  #running = 0;
  #isPaused = false;
  /** Whether the gateway stores nothing at present: it has refused a line, or answers none. */
  #isStalled = false;
  #silence: NodeJS.Timeout | undefined;
  #isClosed = false;
  #emptied: (() => void)[] = [];

  constructor(line: Line, owner: OutboxOwner) {
    this.#line = line;
    this.#owner = owner;
  }

  /** Takes lines to deliver. */
  add(deliveries: Iterable<Delivery>): void {
    if (this.#isClosed) {
      return;
    }
    for (const delivery of deliveries) {
      const next = { delivery, size: JSON.stringify(delivery).length };
      const last = this.#queue.at(-1);
      const merged = last && merge(last, next);
      if (merged) {
        this.#queue[this.#queue.length - 1] = merged;
      } else {
        this.#queue.push(next);
      }
    }
    this.#pauseOrGoOn();
    while (this.#running < UNANSWERED && this.#queue.length > 0) {
      void this.#run();
    }
  }

  /** Waits until all is stored, or so many seconds. */
  async drain(seconds: number): Promise<void> {
    if (this.#running > 0 && !this.#isClosed) {
      await Promise.race([
        new Promise<void>((resolve) => this.#emptied.push(resolve)),
        sleep(seconds * 1000, undefined, { ref: false }),
      ]);
    }
    this.close();
  }

  /** Forgets what is not delivered. */
  close(): void {
    if (this.#queue.length > 0) {
      log.error({ session: this.#owner.session, count: this.#queue.length }, "lines.undelivered");
    }
    this.#isClosed = true;
    clearTimeout(this.#silence);
    this.#queue.length = 0;
    this.#emptied.forEach((resolve) => {
      resolve();
    });
  }

  async #run(): Promise<void> {
    this.#running += 1;
    try {
      for (let next = this.#queue.shift(); next; next = this.#queue.shift()) {
        this.#pauseOrGoOn();
        this.#silence ??= setTimeout(() => this.#stalled(true), STALLED_MS).unref();
        await this.#deliver(next.delivery);
      }
    } finally {
      this.#running -= 1;
      if (this.#running === 0) {
        clearTimeout(this.#silence);
        this.#silence = undefined;
        this.#stalled(false);
        this.#emptied.splice(0).forEach((resolve) => {
          resolve();
        });
      }
    }
  }

  async #deliver(delivery: Delivery): Promise<void> {
    for (let pause = 1; !this.#isClosed; pause = Math.min(LONGEST_PAUSE, pause * 2)) {
      try {
        await this.#line.ask(delivery);
        this.#silence?.refresh();
        this.#stalled(false);
        return;
      } catch (error) {
        if (!(error instanceof Refused)) {
          throw error;
        }
        if (error.reason === FENCED) {
          this.close();
          this.#owner.fenced();
          return;
        }
        log.warn({ session: this.#owner.session, where: delivery.op, error: error.reason }, "line.refused");
        if (error.reason === "unfit") {
          return;
        }
        this.#stalled(true);
        await sleep(pause * 1000, undefined, { ref: false });
      }
    }
  }

  #stalled(isStalled: boolean): void {
    this.#isStalled = isStalled;
    this.#pauseOrGoOn();
  }

  #pauseOrGoOn(): void {
    const isFull = this.#queue.length > (this.#isPaused ? FULL / 2 : FULL);
    const isPaused = !this.#isClosed && (isFull || this.#isStalled);
    if (isPaused !== this.#isPaused) {
      this.#isPaused = isPaused;
      this.#owner.pause(isPaused);
    }
  }
}
