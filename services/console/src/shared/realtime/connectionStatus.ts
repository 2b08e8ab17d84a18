/** What the bar says of the connection: a short interruption is none. */

/** `connecting`: for the first time. `away`: nothing comes. `catching-up`: what was missed is coming. */
export type ConnectionState = "connecting" | "live" | "away" | "catching-up";

/** How long an interruption may last before it is shown. */
export const PATIENCE_MS = 3000;

export class ConnectionStatus {
  private current: ConnectionState = "connecting";
  private wasLive = false;
  private isConnected = false;
  private patience: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners = new Set<() => void>();

  get state(): ConnectionState {
    return this.current;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Takes in whether all sockets are connected, and whether all have caught up. */
  follow(isReady: boolean, isConnected: boolean): void {
    this.isConnected = isConnected;
    if (isReady) {
      clearTimeout(this.patience);
      this.patience = undefined;
      this.wasLive = true;
      this.show("live");
      return;
    }
    if (this.current === "away" || this.current === "catching-up") this.show(this.interrupted());
    // Set until all is ready again: the interruption is shown once, and then goes by the sockets.
    this.patience ??= setTimeout(() => this.show(this.interrupted()), PATIENCE_MS);
  }

  reset(): void {
    clearTimeout(this.patience);
    this.patience = undefined;
    this.wasLive = false;
    this.show("connecting");
  }

  private interrupted(): ConnectionState {
    return this.wasLive && this.isConnected ? "catching-up" : "away";
  }

  private show(state: ConnectionState): void {
    if (state === this.current) return;
    this.current = state;
    for (const listener of this.listeners) listener();
  }
}
