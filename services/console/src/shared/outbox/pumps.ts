/** Works off a ticket's entries one after the other, in one tab at a time, with pauses that can be cut short. */

/** What a step of the work came to: on to the next, wait, or there is nothing (more) to do. */
export type Step = "next" | "idle" | { waitMs: number };

export class Pumps {
  private readonly busy = new Set<string>();
  private readonly again = new Set<string>();
  private readonly wakers = new Set<() => void>();

  constructor(
    private readonly locked: <T>(name: string, run: () => Promise<T>) => Promise<T>,
    private readonly work: (ticketId: string) => Promise<Step>,
  ) {}

  /** Has a ticket's entries worked off; while that goes on, once more. */
  start(ticketId: string): void {
    if (this.busy.has(ticketId)) {
      this.again.add(ticketId);
      return;
    }
    this.busy.add(ticketId);
    void this.locked(`atende-outbox-${ticketId}`, () => this.drain(ticketId)).finally(() => {
      this.busy.delete(ticketId);
      if (this.again.delete(ticketId)) this.start(ticketId);
    });
  }

  /** Ends all pauses. */
  hurry(): void {
    for (const wake of [...this.wakers]) wake();
  }

  private async drain(ticketId: string): Promise<void> {
    for (;;) {
      this.again.delete(ticketId);
      const step = await this.work(ticketId);
      if (step === "idle") return;
      if (step !== "next") await this.pause(step.waitMs);
    }
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        clearTimeout(timer);
        this.wakers.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      this.wakers.add(wake);
    });
  }
}
