/**
 * One connection for all that happens live: its namespaces, where each stands in the company's updates, and what the bar
 * says of it. A token's end is no interruption: the connection goes on under a new one, or comes back at once.
 */

import type { ConnectionState } from "./connectionStatus";
import { ConnectionStatus, PATIENCE_MS } from "./connectionStatus";
import {
  type Credentials,
  handshakes,
  type Namespace,
  type OpenSocket,
  type Refusal,
} from "./namespaceSocket";

type Handler = (update: never) => void;
const REFUSED_MS = 5000;
const CROWDED_MS = 30_000;
const ANSWER_MS = 10_000;

export class SocketManager {
  private readonly namespaces = new Map<string, Namespace>();
  private readonly handlers = new Map<string, Set<Handler>>();
  private readonly resyncs = new Set<() => void>();
  private readonly status = new ConnectionStatus();
  private readonly waiting = new Set<() => void>();
  private running = false;
  private readEarly = false;

  constructor(
    private readonly open: OpenSocket,
    private readonly credentials: Credentials,
  ) {}

  get state(): ConnectionState {
    return this.status.state;
  }

  subscribeState = this.status.subscribe;

  /**
   * Connects, and waits until the namespaces are ready: what is read then misses nothing. When that takes too long the
   * reads begin, and are done again once the sockets are there.
   */
  async start(always: readonly string[], patienceMs = PATIENCE_MS): Promise<void> {
    if (!this.running) {
      this.running = true;
      for (const name of always) this.enter(name, true);
      for (const [name, namespace] of this.namespaces) if (!always.includes(name)) this.connect(namespace);
      this.look();
    }
    if (this.state === "live") return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => {
        this.readEarly = true;
        done();
      }, patienceMs);
      const done = () => {
        clearTimeout(timer);
        this.waiting.delete(done);
        resolve();
      };
      this.waiting.add(done);
    });
  }

  /** Disconnects, and forgets where it stood. */
  stop(): void {
    this.running = false;
    for (const { socket, retry } of this.namespaces.values()) {
      clearTimeout(retry);
      socket.disconnect();
    }
    for (const [name, namespace] of this.namespaces) {
      namespace.ready = false;
      namespace.hasReturned = false;
      namespace.seen = undefined;
      if (namespace.needed === 0) this.namespaces.delete(name);
    }
    this.readEarly = false;
    this.status.reset();
  }

  /** Has a namespace's message handled; the namespace is connected meanwhile. */
  on(name: string, event: string, handler: Handler): () => void {
    const key = `${name} ${event}`;
    const handlers = this.handlers.get(key) ?? new Set();
    this.handlers.set(key, handlers.add(handler));
    this.enter(name, false).needed += 1;
    let listens = true;
    return () => {
      if (!listens) return;
      listens = false;
      handlers.delete(handler);
      this.leave(name);
    };
  }

  /** Has it told when more was missed than comes again: what is shown is to be read anew. */
  onResync(handler: () => void): () => void {
    this.resyncs.add(handler);
    return () => this.resyncs.delete(handler);
  }

  /** Asks for something over a namespace. Throws if it is away or does not answer. */
  async request(name: string, event: string, body: unknown): Promise<unknown> {
    const socket = this.namespaces.get(name)?.socket;
    if (!socket?.connected) throw new Error(`${name} is not connected`);
    return socket.timeout(ANSWER_MS).emitWithAck(event, body);
  }

  /** Tells the server the new token, on the open connection; one namespace speaks for all. */
  async renew(): Promise<void> {
    const open = [...this.namespaces].find(([, { socket }]) => socket.connected);
    const token = open && (await this.credentials.token());
    // Refused or not answered, the connection ends with its token and comes back with the new one.
    if (open && token) await this.request(open[0], "renew", { token }).catch(() => undefined);
  }

  /** Connects at once what waits for its next attempt: the network is back. */
  hurry(): void {
    if (!this.running) return;
    for (const namespace of this.namespaces.values())
      if (!namespace.socket.connected) this.connect(namespace);
  }

  private enter(name: string, always: boolean): Namespace {
    let namespace = this.namespaces.get(name);
    if (!namespace) {
      namespace = this.create(name, always);
      this.namespaces.set(name, namespace);
    }
    namespace.always ||= always;
    if (this.running && !namespace.socket.connected && !namespace.socket.active) this.connect(namespace);
    return namespace;
  }

  private leave(name: string): void {
    const namespace = this.namespaces.get(name);
    if (!namespace) return;
    namespace.needed -= 1;
    if (namespace.needed > 0 || namespace.always) return;
    clearTimeout(namespace.retry);
    namespace.socket.disconnect();
    this.namespaces.delete(name);
  }

  private create(name: string, always: boolean): Namespace {
    const socket = this.open(
      name,
      handshakes(this.credentials, () => namespace.seen),
    );
    const namespace: Namespace = {
      socket,
      ready: false,
      seen: undefined,
      always,
      needed: 0,
      retry: undefined,
      hasReturned: false,
    };
    socket.on("connect", () => this.look());
    socket.on("disconnect", ((reason: string) => {
      namespace.ready = false;
      if (reason === "io server disconnect" && this.running) this.comeBack(namespace);
      this.look();
    }) as (...given: never[]) => void);
    socket.on("connect_error", ((error: Refusal) => this.refused(namespace, error)) as () => void);
    socket.onAny((event, update) => this.hear(name, namespace, event, update));
    return namespace;
  }

  private connect(namespace: Namespace): void {
    clearTimeout(namespace.retry);
    namespace.socket.connect();
  }

  /** Connects at once, as a token's end is no interruption; one that was never ready since waits before the next time. */
  private comeBack(namespace: Namespace): void {
    if (namespace.hasReturned) this.again(namespace, REFUSED_MS);
    else this.connect(namespace);
    namespace.hasReturned = true;
  }

  private again(namespace: Namespace, inMs: number): void {
    clearTimeout(namespace.retry);
    namespace.retry = setTimeout(() => {
      if (this.running) this.connect(namespace);
    }, inMs);
  }

  private refused(namespace: Namespace, error: Refusal): void {
    namespace.ready = false;
    this.look();
    if (namespace.socket.active) return; // No answer: Socket.IO tries again by itself.
    const code = error.data?.code;
    if (code === "forbidden") {
      namespace.always = false;
      this.look();
      return;
    }
    if (code === "too-many-sockets") {
      this.again(namespace, CROWDED_MS);
      return;
    }
    // Of a token that is not taken: a new one, or the end of the session, which stops all this.
    this.credentials.refresh().then(
      () => {
        if (code !== "token-expired") this.again(namespace, REFUSED_MS);
        else if (this.running) this.comeBack(namespace);
      },
      () => this.again(namespace, REFUSED_MS),
    );
  }

  private hear(name: string, namespace: Namespace, event: string, update: unknown): void {
    const { id, lastEventId } = update as { id?: unknown; lastEventId?: unknown };
    const number = typeof id === "number" ? id : lastEventId;
    if (typeof number === "number") namespace.seen = Math.max(namespace.seen ?? 0, number);
    if (event === "ready") {
      namespace.ready = true;
      namespace.hasReturned = false;
      this.look();
    }
    if (event === "resync") for (const handler of this.resyncs) handler();
    for (const handler of this.handlers.get(`${name} ${event}`) ?? []) handler(update as never);
  }

  private look(): void {
    if (!this.running) return;
    const always = [...this.namespaces.values()].filter((namespace) => namespace.always);
    const isReady = always.every(({ ready }) => ready);
    this.status.follow(
      isReady,
      always.every(({ socket }) => socket.connected),
    );
    if (!isReady) return;
    const late = this.readEarly;
    this.readEarly = false;
    for (const done of [...this.waiting]) done();
    if (late) for (const handler of this.resyncs) handler();
  }
}
