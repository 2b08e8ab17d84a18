// The socket of Baileys under a session: how it is configured, and what of the account's history it takes.

import makeWASocket, {
  type AuthenticationCreds,
  type GroupMetadata,
  proto,
  type SignalKeyStore,
  type UserFacingSocketConfig,
  type WAVersion,
} from "@whiskeysockets/baileys";
import { silent } from "./log.ts";
import type { Open } from "./protocol.ts";

/** Bytes of a part of the history, compressed. */
const MAX_HISTORY_FILE = 32 * 1024 * 1024;

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
  return makeWASocket(configurationOf(open, settings, stored));
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
    shouldSyncHistoryMessage: ({ syncType, fileLength }) =>
      syncType !== HistorySyncType.FULL &&
      (open.history !== false || syncType !== HistorySyncType.RECENT || fileLength == null) &&
      Number(fileLength ?? 0) <= MAX_HISTORY_FILE,
    shouldIgnoreJid: (jid) =>
      jid === "status@broadcast" || jid.endsWith("@newsletter") || (!open.groups && jid.endsWith("@g.us")),
    getMessage: async ({ id }) => (id ? await stored.message(id) : undefined),
    cachedGroupMetadata: async (jid) => stored.group(jid),
  };
}

/** Reads a socket, or leaves what comes with WhatsApp. */
export function pause({ ws }: Socket, isPaused: boolean): void {
  const { socket } = ws as unknown as { socket: { pause(): void; resume(): void } | null };
  if (isPaused) {
    socket?.pause();
  } else {
    socket?.resume();
  }
}
