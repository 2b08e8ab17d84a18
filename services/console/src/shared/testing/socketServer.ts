/** A Socket.IO server for tests: what the manager opens, and what the server does to it. */

import type { NamespaceSocket, OpenSocket } from "../realtime/namespaceSocket";

type Given = never[];

export class FakeSocket implements NamespaceSocket {
  connected = false;
  active = false;
  readonly handshakes: unknown[] = [];
  readonly requests: [event: string, body: unknown][] = [];
  answers: Record<string, unknown> = {};
  private readonly handlers = new Map<string, ((...given: Given) => void)[]>();
  private readonly any: ((event: string, update: unknown) => void)[] = [];

  constructor(
    private readonly auth: Parameters<OpenSocket>[1],
    private readonly isReachable: () => boolean,
  ) {}

  connect(): void {
    this.active = true;
    if (this.connected || !this.isReachable()) return;
    this.auth((handshake) => {
      this.handshakes.push(handshake);
      this.connected = true;
      this.tell("connect");
    });
  }

  disconnect(): void {
    const was = this.connected;
    this.connected = false;
    this.active = false;
    if (was) this.tell("disconnect", "io client disconnect");
  }

  on(event: string, handler: (...given: Given) => void): void {
    this.handlers.set(event, [...(this.handlers.get(event) ?? []), handler]);
  }

  onAny(handler: (event: string, update: unknown) => void): void {
    this.any.push(handler);
  }

  timeout() {
    return {
      emitWithAck: async (event: string, body: unknown) => {
        this.requests.push([event, body]);
        return this.answers[event] ?? { ok: true };
      },
    };
  }

  /** The server sends something. */
  send(event: string, update: unknown): void {
    for (const handler of this.any) handler(event, update);
  }

  /** The server ends the connection, as at a token's end. */
  end(): void {
    this.connected = false;
    this.active = false;
    this.tell("disconnect", "io server disconnect");
  }

  /** The network goes; Socket.IO would try again by itself. */
  lose(): void {
    this.connected = false;
    this.active = true;
    this.tell("disconnect", "transport close");
  }

  /** The server takes no connection. */
  refuse(code: string): void {
    this.connected = false;
    this.active = false;
    this.tell("connect_error", Object.assign(new Error(code), { data: { code } }));
  }

  private tell(event: string, ...given: unknown[]): void {
    for (const handler of this.handlers.get(event) ?? []) handler(...(given as Given));
  }
}

/** Returns what opens sockets, and those that were opened, by namespace. */
export function socketServer() {
  const sockets: Record<string, FakeSocket> = {};
  const server = { isReachable: true };
  const open: OpenSocket = (namespace, auth) => {
    const socket = new FakeSocket(auth, () => server.isReachable);
    sockets[namespace] = socket;
    return socket;
  };
  const of = (namespace: string): FakeSocket => {
    const socket = sockets[namespace];
    if (!socket) throw new Error(`Nobody has opened ${namespace}`);
    return socket;
  };
  return { open, of, server, sockets };
}
