// The socket of Baileys under a session: how it is configured, and what of the account's history it takes.

import type { IncomingMessage } from "node:http";
import makeWASocket, {
  type AuthenticationCreds,
  type GroupMetadata,
  proto,
  type SignalKeyStore,
  type UserFacingSocketConfig,
  type WAVersion,
} from "@whiskeysockets/baileys";
import type { WebSocket } from "ws";
import { log, silent } from "./log.ts";
import type { Open } from "./protocol.ts";

/** For the other end to close a WebSocket, which waits for it for thirty seconds by itself. */
const CLOSE_MS = 1000;
/** Bytes of a part of the history, compressed: it is inflated in memory that all sessions share. */
const MAX_HISTORY_FILE = 8 * 1024 * 1024;

const { HistorySyncType } = proto.HistorySync;

export type Socket = ReturnType<typeof makeWASocket>;
export type Settings = { url: string; files: string; version?: WAVersion };

/** What a socket asks its session for. */
export type Stored = {
  creds: AuthenticationCreds;
  keys: SignalKeyStore;
  message(id: string): Promise<proto.IMessage | undefined>;
  group(jid: string): GroupMetadata | undefined;
};

export function connect(open: Open, settings: Settings, stored: Stored): Socket {
  const socket = makeWASocket(configurationOf(open, settings, stored));
  closeSoon(socket);
  endWhenRefused(socket);
  return socket;
}

/** Has the WebSocket closed in a second, whoever closes it: until then Baileys does not say that it is over. */
function closeSoon(socket: Socket): void {
  const { ws } = socket;
  const close = ws.close.bind(ws);
  ws.close = async () => {
    const late = setTimeout(() => webSocketOf(socket)?.terminate(), CLOSE_MS);
    try {
      await close();
    } finally {
      clearTimeout(late);
    }
  };
}

/** Ends a socket that gets an HTTP answer instead of a WebSocket, at which Baileys does nothing. */
function endWhenRefused(socket: Socket): void {
  socket.ws.on("unexpected-response", (_request: unknown, response: IncomingMessage) => {
    response.resume();
    // Never the answer's own status: a proxy's 401 does not say that the account is logged out.
    void socket.end(Object.assign(new Error("no WebSocket"), { output: { statusCode: 503 } }));
  });
}

function configurationOf(open: Open, settings: Settings, stored: Stored): UserFacingSocketConfig {
  return {
    auth: { creds: stored.creds, keys: stored.keys },
    waWebSocketUrl: settings.url,
    ...(settings.version ? { version: settings.version } : {}),
    logger: silent,
    // What we send ourselves is known; what the account's other devices send arrives like any message.
    emitOwnEvents: false,
    markOnlineOnConnect: false,
    syncFullHistory: false,
    generateHighQualityLinkPreview: false,
    // A write that fails ends the session, so that trying again would be for nothing.
    transactionOpts: { maxCommitRetries: 1, delayBetweenTriesMs: 0 },
    shouldSyncHistoryMessage: (part) => wantsHistory(part, open.history !== false),
    shouldIgnoreJid: (jid) =>
      jid === "status@broadcast" || jid.endsWith("@newsletter") || (!open.groups && jid.endsWith("@g.us")),
    getMessage: async ({ id }) => (id ? await stored.message(id) : undefined),
    cachedGroupMetadata: async (jid) => stored.group(jid),
  };
}

/** Whether to read a part of the history; `isWanted` is whether its messages are. */
export function wantsHistory(part: proto.Message.IHistorySyncNotification, isWanted: boolean): boolean {
  const { syncType, directPath, initialHistBootstrapInlinePayload: inline } = part;
  if (syncType === HistorySyncType.FULL) {
    return false;
  }
  if (!directPath && !inline) {
    // No part, but Baileys' own question whether to expect any: those that tell of people are always read.
    return true;
  }
  if (syncType === HistorySyncType.RECENT && !isWanted) {
    return false;
  }
  // Baileys reads what is in the message, where it is, and else the file, of which the phone tells the length.
  const size = inline?.length ? inline.length : Number(part.fileLength ?? Number.NaN);
  if (!(size <= MAX_HISTORY_FILE)) {
    log.warn({ count: Number.isFinite(size) ? size : 0 }, "history.part_refused");
    return false;
  }
  return true;
}

/** Reads a socket, or leaves what comes with WhatsApp. */
export function pause(socket: Socket, isPaused: boolean): void {
  if (isPaused) {
    webSocketOf(socket)?.pause();
  } else {
    webSocketOf(socket)?.resume();
  }
}

function webSocketOf({ ws }: Socket): WebSocket | null {
  return (ws as unknown as { socket: WebSocket | null }).socket;
}
