// One session: a socket of Baileys, which is told what to do by the gateway's lines, and tells what happens in its own.

import makeWASocket, {
  type AuthenticationCreds,
  BufferJSON,
  type ConnectionState,
  type GroupMetadata,
  generateWAMessage,
  initAuthCreds,
  jidDecode,
  jidNormalizedUser,
  proto,
  type WAVersion,
} from "@whiskeysockets/baileys";
import { contentOf, keyOf, quotedOf, Unsendable } from "./content.ts";
import * as events from "./events.ts";
import { Keys } from "./keys.ts";
import { type Line, Refused } from "./line.ts";
import { log, nameOf, placeOf, silent } from "./log.ts";
import { Outbox } from "./outbox.ts";
import { short } from "./plain.ts";
import type {
  GetGroup,
  GetLimits,
  GetPerson,
  Json,
  Open,
  Person,
  Presence,
  Read,
  Send,
  Timelock,
} from "./protocol.ts";
import { type Connection, FENCED, type Group, type Limits, LOST, MAX_NAME } from "./protocol.ts";
import { Sent } from "./sent.ts";

/** Seconds for the gateway to store what came before a session closed. */
const DRAIN = 10;
/** Seconds in which a code can be used: the first QR code lives longer than those after it. */
const [FIRST_QR, NEXT_QR, PAIR_CODE] = [60, 20, 160];
/** Bytes of a part of the history, compressed. */
const MAX_HISTORY_FILE = 32 * 1024 * 1024;
const UPLOAD_MS = 60_000;
/** Groups whose members are remembered, each for so long. */
const [GROUPS, GROUP_MS] = [200, 5 * 60_000];

const { HistorySyncType } = proto.HistorySync;

export type Settings = { url: string; files: string; version?: WAVersion };
type Socket = ReturnType<typeof makeWASocket>;

export class Session {
  readonly #owner: { session: string; generation: number };
  readonly #open: Open;
  readonly #line: Line;
  readonly #settings: Settings;
  readonly #outbox: Outbox;
  readonly #keys: Keys;
  readonly #sent: Sent;
  readonly #creds: AuthenticationCreds;
  readonly #socket: Socket;
  readonly #groups = new Map<string, { group: GroupMetadata; until: number }>();
  readonly #followed = new Set<string>();
  /** Called once, when the session is over. */
  readonly #over: () => void;
  #state: "connecting" | "open" | "closing" = "connecting";
  #reason: string | undefined;
  #codes = 0;
  #history = 0;
  #timelock: Timelock | undefined;
  #storing: Promise<void> | undefined;
  #isChanged = false;

  constructor(open: Open, line: Line, settings: Settings, over: () => void) {
    this.#owner = { session: open.session, generation: open.generation };
    this.#open = open;
    this.#line = line;
    this.#settings = settings;
    this.#over = over;
    this.#creds = open.credentials ? JSON.parse(open.credentials, BufferJSON.reviver) : initAuthCreds();
    this.#keys = new Keys(line, this.#owner, (reason) => this.#end(reason === FENCED ? FENCED : "storage"));
    this.#sent = new Sent(this.#keys, line, this.#owner);
    this.#outbox = new Outbox(line, {
      session: open.session,
      pause: (isPaused) => this.#pause(isPaused),
      fenced: () => this.#end(FENCED),
    });
    this.#socket = this.#connect();
  }

  get generation(): number {
    return this.#owner.generation;
  }

  /** Closes the socket; `Connection` follows when what it received is stored. */
  close(): void {
    this.#end("asked");
  }

  /** Closes the socket, and says nothing more. */
  drop(): void {
    this.#state = "closing";
    this.#outbox.close();
    void this.#socket.end(undefined);
  }

  async logout(): Promise<void> {
    await this.#socket.logout().catch((error: unknown) => {
      log.warn({ session: this.#owner.session, error: nameOf(error) }, "logout.failed");
      this.#end("asked");
    });
  }

  async send(line: Send): Promise<void> {
    const error = await this.#send(line);
    this.#line.write({ op: "written", ...this.#owner, re: line.id, ...(error ? { error } : {}) });
  }

  async read(line: Read): Promise<void> {
    await this.#socket.readMessages(line.keys.map(keyOf));
  }

  async presence(line: Presence): Promise<void> {
    if (!this.#followed.has(line.to)) {
      // Only who is followed shows that they are typing.
      if (this.#followed.size >= 1000) {
        this.#followed.clear();
      }
      this.#followed.add(line.to);
      await this.#socket.presenceSubscribe(line.to);
    }
    await this.#socket.sendPresenceUpdate(line.state, line.to);
  }

  async answer(line: GetLimits | GetPerson | GetGroup): Promise<void> {
    let answer: { value: Json } | { error: string };
    try {
      answer = { value: await this.#ask(line) };
    } catch (error) {
      answer = { error: nameOf(error) };
    }
    this.#line.write({ op: "answer", ...this.#owner, re: line.id, ...answer });
  }

  #connect(): Socket {
    const socket = makeWASocket({
      auth: { creds: this.#creds, keys: this.#keys },
      waWebSocketUrl: this.#settings.url,
      ...(this.#settings.version ? { version: this.#settings.version } : {}),
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
        (this.#open.history !== false || syncType !== HistorySyncType.RECENT || fileLength == null) &&
        Number(fileLength ?? 0) <= MAX_HISTORY_FILE,
      shouldIgnoreJid: (jid) =>
        jid === "status@broadcast" ||
        jid.endsWith("@newsletter") ||
        (!this.#open.groups && jid.endsWith("@g.us")),
      getMessage: async ({ id }) => (id ? await this.#sent.find(id, Date.now()) : undefined),
      cachedGroupMetadata: async (jid) => this.#group(jid),
    });
    const { ev, ws } = socket;
    ev.on("connection.update", (update) => this.#update(update));
    ev.on("creds.update", () => this.#store());
    ev.on("messages.upsert", (event) => this.#outbox.add(events.messages(this.#owner, event)));
    ev.on("messages.update", (event) => this.#outbox.add(events.updates(this.#owner, event)));
    ev.on("message-receipt.update", (event) => this.#outbox.add(events.receipts(this.#owner, event)));
    ev.on("lid-mapping.update", (event) => this.#outbox.add(events.lids(this.#owner, [event])));
    ev.on("messaging-history.set", (event) => {
      const most = this.#open.history === false ? 0 : events.MAX_HISTORY - this.#history;
      this.#history += event.messages.length;
      this.#outbox.add(events.history(this.#owner, event, most));
    });
    ev.on("presence.update", ({ id, presences }) => {
      for (const [participant, { lastKnownPresence: state, lastSeen }] of Object.entries(presences)) {
        const seen = lastSeen ? { seen: lastSeen } : {};
        this.#line.write({ op: "presence", ...this.#owner, chat: id, participant, state, ...seen });
      }
    });
    ev.on("groups.update", (groups) => {
      for (const { id } of groups) {
        this.#groups.delete(id ?? "");
      }
    });
    ev.on("group-participants.update", ({ id }) => this.#groups.delete(id));
    ws.on("CB:ack,class:message", ({ attrs }: { attrs: { id?: string; error?: string } }) => {
      if (attrs.id) {
        const error = attrs.error ? { error: attrs.error.slice(0, 32), timelock: this.#timelock } : {};
        this.#line.write({ op: "ack", ...this.#owner, messageId: attrs.id, ...error });
      }
    });
    return socket;
  }

  #update(update: Partial<ConnectionState>): void {
    if (update.reachoutTimeLock) {
      this.#timelock = timelockOf(update.reachoutTimeLock);
    }
    if (update.qr && this.#state === "connecting") {
      this.#offer(update.qr);
    }
    if (update.isNewLogin) {
      this.#say({ state: "connecting", newLogin: true });
    } else if (update.connection === "connecting") {
      this.#say({ state: "connecting" });
    } else if (update.connection === "open" && this.#state === "connecting") {
      this.#state = "open";
      this.#say({ state: "open" });
    } else if (update.connection === "close") {
      void this.#closed(update.lastDisconnect?.error);
    }
  }

  /** Offers a code to pair with, as it was asked for. */
  #offer(code: string): void {
    this.#codes += 1;
    if (!this.#open.pairing) {
      this.#end("pairing-needed");
    } else if (this.#open.pairing === "qr") {
      this.#line.write({ op: "qr", ...this.#owner, code, seconds: this.#codes === 1 ? FIRST_QR : NEXT_QR });
    } else if (this.#codes === 1) {
      this.#socket.requestPairingCode(this.#open.phone ?? "").then(
        (code) => this.#line.write({ op: "pairCode", ...this.#owner, code, seconds: PAIR_CODE }),
        (error: unknown) => this.#end(nameOf(error)),
      );
    }
  }

  /** Stores the credentials, once there is an account: before, there is nothing to come back to. */
  #store(): void {
    this.#isChanged = true;
    if (this.#creds.account && !this.#storing) {
      this.#storing = this.#storeAll().finally(() => {
        this.#storing = undefined;
      });
    }
  }

  async #storeAll(): Promise<void> {
    while (this.#isChanged && this.#reason !== FENCED) {
      this.#isChanged = false;
      const value = JSON.stringify(this.#creds, BufferJSON.replacer);
      try {
        await this.#line.ask({ op: "credentials", ...this.#owner, value });
      } catch (error) {
        this.#end(error instanceof Refused && error.reason === FENCED ? FENCED : "storage");
        return;
      }
    }
  }

  #end(reason: string): void {
    if (this.#reason) {
      return;
    }
    this.#reason = reason;
    if (reason === FENCED) {
      this.#outbox.close();
    }
    this.#pause(false);
    void this.#socket.end(undefined);
  }

  async #closed(error: unknown): Promise<void> {
    if (this.#state === "closing") {
      this.#over();
      return;
    }
    this.#state = "closing";
    const { output, data } = (error ?? {}) as {
      output?: { statusCode?: number };
      data?: { expire?: unknown };
    };
    const expires = Number(data?.expire);
    await Promise.all([this.#storing, this.#outbox.drain(DRAIN)]);
    this.#say({
      state: "close",
      ...(output?.statusCode ? { code: output.statusCode } : {}),
      ...(this.#reason ? { reason: this.#reason } : {}),
      ...(Number.isSafeInteger(expires) && expires > 0 ? { expires } : {}),
    });
    this.#over();
  }

  #say(connection: Pick<Connection, "state" | "code" | "reason" | "expires" | "newLogin">): void {
    const me = this.#creds.account ? this.#creds.me : undefined;
    const line: Connection = { op: "connection", ...this.#owner, ...connection };
    if (me) {
      line.me = { id: me.id, lid: me.lid ?? null, name: short(me.name ?? me.notify, MAX_NAME) };
    }
    this.#line.write(line);
  }

  #pause(isPaused: boolean): void {
    const { socket } = this.#socket.ws as unknown as { socket: { pause(): void; resume(): void } | null };
    if (isPaused) {
      socket?.pause();
    } else {
      socket?.resume();
    }
  }

  /** Sends a message; returns why it was not written, or nothing. */
  async #send(line: Send): Promise<string | undefined> {
    if (this.#state !== "open") {
      return "not-open";
    }
    if (!jidDecode(line.to)?.user) {
      return "bad-address";
    }
    const socket = this.#socket;
    let message: Awaited<ReturnType<typeof generateWAMessage>>;
    try {
      message = await generateWAMessage(line.to, contentOf(line.content, this.#settings.files), {
        logger: silent,
        userJid: this.#creds.me?.id ?? "",
        upload: socket.waUploadToServer,
        mediaUploadTimeoutMs: UPLOAD_MS,
        messageId: line.messageId,
        ...(line.quoted ? { quoted: quotedOf(line.quoted, proto.Message.fromObject) } : {}),
      });
    } catch (error) {
      log.warn(
        { session: this.#owner.session, error: nameOf(error), where: placeOf(error) },
        "message.not_made",
      );
      return error instanceof Unsendable ? error.reason : `not-made:${nameOf(error)}`;
    }
    try {
      const edit = { edit: "1", delete: "7" }[line.content.kind as string];
      await socket.relayMessage(line.to, message.message ?? {}, {
        messageId: line.messageId,
        additionalAttributes: edit ? { edit } : {},
      });
    } catch (error) {
      log.warn(
        { session: this.#owner.session, error: nameOf(error), where: placeOf(error) },
        "message.not_sent",
      );
      const code = (error as { output?: { statusCode?: number } })?.output?.statusCode;
      // The server's refusals of what was asked before are sure; all else may have come after the message.
      return code && code >= 400 && code < 500 && code !== 408 && code !== 428 ? `refused:${code}` : LOST;
    }
    if (message.message) {
      this.#sent.keep(line.messageId, message.message, Date.now()).catch((error: unknown) => {
        log.warn({ session: this.#owner.session, error: nameOf(error) }, "message.not_kept");
      });
    }
    return undefined;
  }

  async #ask(line: GetLimits | GetPerson | GetGroup): Promise<Json> {
    switch (line.op) {
      case "limits":
        return (await this.#limits()) as Json;
      case "lookup": {
        const [found] = (await this.#socket.onWhatsApp(line.phone)) ?? [];
        const jid = found?.exists ? jidNormalizedUser(found.jid) : null;
        const lid = jid ? await this.#socket.signalRepository.lidMapping.getLIDForPN(jid) : null;
        return { exists: jid !== null, jid, lid: lid ? jidNormalizedUser(lid) : null } satisfies Person;
      }
      case "group": {
        const group = this.#group(line.jid) ?? (await this.#socket.groupMetadata(line.jid));
        this.#remember(group);
        const subject = short(group.subject, MAX_NAME) ?? "";
        return { subject, size: group.size ?? group.participants.length } satisfies Group;
      }
    }
  }

  async #limits(): Promise<Limits> {
    const [timelock, cap] = await Promise.all([
      this.#socket.fetchAccountReachoutTimelock(),
      this.#socket.fetchNewChatMessageCap().catch(() => undefined),
    ]);
    return {
      timelock: timelockOf(timelock),
      used: numberOf(cap?.used_quota),
      quota: numberOf(cap?.total_quota),
      cycleEnds: numberOf(cap?.cycle_end_timestamp),
    };
  }

  #group(jid: string): GroupMetadata | undefined {
    const known = this.#groups.get(jid);
    return known && known.until > Date.now() ? known.group : undefined;
  }

  #remember(group: GroupMetadata): void {
    if (this.#groups.size >= GROUPS) {
      this.#groups.clear();
    }
    this.#groups.set(group.id, { group, until: Date.now() + GROUP_MS });
  }
}

function timelockOf(lock: NonNullable<ConnectionState["reachoutTimeLock"]>): Timelock {
  const until = lock.timeEnforcementEnds ? Math.floor(lock.timeEnforcementEnds.getTime() / 1000) : null;
  return { active: lock.isActive === true, until, kind: short(lock.enforcementType, 128) };
}

function numberOf(value: unknown): number | null {
  const number = Number(value ?? Number.NaN);
  return Number.isSafeInteger(number) && number >= 0 ? number : null;
}
