/** What tabs share, for tests: a channel between them, and locks over all of them. */

type Listener = (event: MessageEvent) => void;
export type Channel = Pick<BroadcastChannel, "postMessage" | "addEventListener">;

/** Returns what opens the channel of one more tab. Messages arrive a moment later, at all tabs but the sender's. */
export function tabs(): {
  channel: () => Channel;
  locked: <T>(name: string, run: () => Promise<T>) => Promise<T>;
} {
  const all = new Map<Channel, Set<Listener>>();
  const tails = new Map<string, Promise<unknown>>();
  return {
    channel() {
      const listeners = new Set<Listener>();
      const channel: Channel = {
        postMessage(data: unknown) {
          const copy = structuredClone(data);
          for (const [other, heard] of all)
            if (other !== channel)
              queueMicrotask(() => {
                for (const listener of heard) listener({ data: copy } as MessageEvent);
              });
        },
        addEventListener: (_type: string, listener: unknown) => {
          listeners.add(listener as Listener);
        },
      };
      all.set(channel, listeners);
      return channel;
    },
    locked<T>(name: string, run: () => Promise<T>): Promise<T> {
      const turn = (tails.get(name) ?? Promise.resolve()).then(run, run);
      tails.set(
        name,
        turn.catch(() => undefined),
      );
      return turn;
    },
  };
}
