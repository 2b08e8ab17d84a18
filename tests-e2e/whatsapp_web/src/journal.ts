// What the program under test did, in order: what tests and the page read, and wait for.

export type Kind =
  | "registration" // A device asks to be linked; it has QR codes now.
  | "code" // A device asks for a pairing code of a phone.
  | "paired"
  | "login"
  | "refused" // A login that was answered with a failure.
  | "closed"
  | "logout" // The device unlinked itself.
  | "message" // A contact has received a message, and could decrypt it.
  | "undecryptable"
  | "copy" // The account's own phone was told of a message sent by the linked device.
  | "receipt"
  | "presence"
  | "query"; // Questions that the stub has no answer of its own for.

export interface Entry {
  readonly sequence: number;
  readonly at: string;
  readonly kind: Kind;
  readonly account: string | null;
  readonly [detail: string]: unknown;
}

const KEPT = 20_000;

export class Journal {
  readonly #entries: Entry[] = [];
  #sequence = 0;
  readonly #waiting = new Set<() => void>();

  get last(): number {
    return this.#sequence;
  }

  write(kind: Kind, account: string | null, details: Record<string, unknown> = {}): Entry {
    const entry = { ...details, sequence: ++this.#sequence, at: new Date().toISOString(), kind, account };
    this.#entries.push(entry);
    if (this.#entries.length > KEPT) this.#entries.splice(0, KEPT / 10);
    for (const wake of [...this.#waiting]) wake();
    return entry;
  }

  read(filter: Record<string, string>, after = 0): Entry[] {
    const wanted = Object.entries(filter);
    return this.#entries.filter(
      (entry) =>
        entry.sequence > after &&
        wanted.every(([name, value]) => String(entry[name as keyof Entry]) === value),
    );
  }

  /** Read as soon as there is something, or nothing when the time is over. */
  async wait(filter: Record<string, string>, after: number, milliseconds: number): Promise<Entry[]> {
    const deadline = Date.now() + milliseconds;
    for (;;) {
      const found = this.read(filter, after);
      const left = deadline - Date.now();
      if (found.length || left <= 0) return found;
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          this.#waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, left);
        this.#waiting.add(wake);
      });
    }
  }

  find(sequence: number): Entry | undefined {
    return this.#entries.find((entry) => entry.sequence === sequence);
  }

  clear(): void {
    this.#entries.length = 0;
  }
}
