/** What the socket manager is made of: sockets, and who they speak for. */

/** What the manager uses of a Socket.IO socket. */
export interface NamespaceSocket {
  readonly connected: boolean;
  readonly active: boolean;
  connect(): unknown;
  disconnect(): unknown;
  on(event: string, handler: (...given: never[]) => void): unknown;
  onAny(handler: (event: string, update: unknown) => void): unknown;
  timeout(ms: number): { emitWithAck(event: string, body: unknown): Promise<unknown> };
}

export type Handshake = { token: string; lastEventId?: number };
type Auth = (give: (handshake: Handshake | Record<string, never>) => void) => void;

/** Opens the socket of a namespace, not connected yet; `auth` is asked at each connection. */
export type OpenSocket = (namespace: string, auth: Auth) => NamespaceSocket;

export interface Credentials {
  token(): Promise<string | undefined>;
  refresh(): Promise<void>;
}

/** Why the server takes no connection; without `data` it could not be reached. */
export interface Refusal extends Error {
  data?: { code?: string };
}

/** A namespace that is in use. */
export interface Namespace {
  socket: NamespaceSocket;
  ready: boolean;
  /** The company's number of the last update that came. */
  seen: number | undefined;
  /** Of these the bar speaks; others are there while a screen needs them. */
  always: boolean;
  needed: number;
  retry: ReturnType<typeof setTimeout> | undefined;
  /** It came back at once after the server had ended it, and has not been ready since. */
  hasReturned: boolean;
}

/** Returns what gives a fresh token for each handshake, and where the namespace stands. */
export function handshakes(credentials: Credentials, seen: () => number | undefined): Auth {
  return (give) => {
    credentials.token().then(
      (token) => {
        const lastEventId = seen();
        if (token === undefined) give({});
        else give(lastEventId === undefined ? { token } : { token, lastEventId });
      },
      () => give({}), // The server refuses, and it is tried again.
    );
  };
}
