// One session: a socket of Baileys, which is told what to do by the gateway's lines, and tells what happens in its own.

import { setTimeout as sleep } from "node:timers/promises";
import type { ConnectionState } from "@whiskeysockets/baileys";
import { keyOf } from "./content.ts";
import { Credentials } from "./credentials.ts";
import { Keys } from "./keys.ts";
import type { Line } from "./line.ts";
import { guard, listen } from "./listening.ts";
import { log, nameOf, placeOf } from "./log.ts";
import { Outbox } from "./outbox.ts";
import { short } from "./plain.ts";
import {
  type Connection,
  FENCED,
  type GetGroup,
  type GetLimits,
  type GetPerson,
  type Json,
  MAX_NAME,
  type Open,
  type Presence,
  type Read,
  type Send,
  type Timelock,
} from "./protocol.ts";
import { ask, Groups, timelockOf } from "./questions.ts";
import { send } from "./sending.ts";
import { Sent } from "./sent.ts";
import { connect, pause, type Settings, type Socket } from "./socket.ts";

/** Seconds for the gateway to store what came before a session closed. */
const DRAIN = 10;
/** Seconds in which a code can be used: the first QR code lives longer than those after it. */
const [FIRST_QR, NEXT_QR, PAIR_CODE] = [60, 20, 160];

export class Session {
  readonly #owner: { session: string; generation: number };
  readonly #open: Open;
  readonly #line: Line;
  readonly #settings: Settings;
  readonly #outbox: Outbox;
  readonly #keys: Keys;
  readonly #sent: Sent;
  readonly #credentials: Credentials;
  readonly #socket: Socket;
  readonly #groups = new Groups();
  readonly #drain: number;
  readonly #followed = new Set<string>();
  /** Called once, when the session is over. */
  readonly #over: () => void;
  /** What happens that cannot be dealt with ends this session alone. */
  readonly #guarded = guard((error) => {
    log.error({ session: this.#owner.session, error: nameOf(error), where: placeOf(error) }, "event.failed");
    this.#end("failed");
  });
  #state: "connecting" | "open" | "closing" = "connecting";
  #reason: string | undefined;
  #codes = 0;
  #timelock: Timelock | undefined;

  constructor(
    open: Open,
    line: Line,
    settings: Settings,
    over: () => void,
    { make = connect, drain = DRAIN } = {},
  ) {
    this.#drain = drain;
    this.#owner = { session: open.session, generation: open.generation };
    this.#open = open;
    this.#line = line;
    this.#settings = settings;
    this.#over = over;
    const failed = (reason: string) => this.#end(reason === FENCED ? FENCED : "storage");
    this.#credentials = new Credentials(open.credentials, line, this.#owner, failed);
    this.#keys = new Keys(line, this.#owner, failed);
    this.#sent = new Sent(this.#keys, line, this.#owner);
    this.#outbox = new Outbox(line, {
      session: open.session,
      pause: (isPaused) => pause(this.#socket, isPaused),
      fenced: () => this.#end(FENCED),
    });
    this.#socket = make(open, settings, {
      creds: this.#credentials.creds,
      keys: this.#keys,
      message: (id) => this.#sent.find(id, Date.now()),
      group: (jid) => this.#groups.find(jid),
    });
    listen(this.#socket, {
      open,
      line,
      outbox: this.#outbox,
      groups: this.#groups,
      timelock: () => this.#timelock,
      guarded: this.#guarded,
    });
    const { ev } = this.#socket;
    ev.on(
      "connection.update",
      this.#guarded((update) => this.#update(update)),
    );
    ev.on(
      "creds.update",
      this.#guarded(() => this.#credentials.store()),
    );
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
    const isOpen = this.#state === "open";
    const error = isOpen ? await send(line, this.#socket, this.#settings, this.#sent) : "not-open";
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
      answer = { value: await ask(line, this.#socket, this.#groups) };
    } catch (error) {
      answer = { error: nameOf(error) };
    }
    this.#line.write({ op: "answer", ...this.#owner, re: line.id, ...answer });
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

  #end(reason: string): void {
    if (this.#reason) {
      return;
    }
    this.#reason = reason;
    if (reason === FENCED) {
      this.#outbox.close();
      this.#credentials.close();
    }
    pause(this.#socket, false);
    void this.#socket.end(undefined);
  }

  async #closed(error: unknown): Promise<void> {
    if (this.#state === "closing") {
      this.#over();
      return;
    }
    // What Baileys still gathers is confirmed to WhatsApp already, and forgotten when this returns to it.
    if (this.#reason !== FENCED) {
      this.#guarded(() => this.#socket.ev.flush())();
    }
    this.#state = "closing";
    const { output, data } = (error ?? {}) as {
      output?: { statusCode?: number };
      data?: { expire?: unknown };
    };
    const expires = Number(data?.expire);
    await Promise.race([
      Promise.all([this.#credentials.stored(), this.#outbox.drain(this.#drain)]),
      sleep(this.#drain * 1000, undefined, { ref: false }),
    ]);
    this.#say({
      state: "close",
      ...(output?.statusCode ? { code: output.statusCode } : {}),
      ...(this.#reason ? { reason: this.#reason } : {}),
      ...(Number.isSafeInteger(expires) && expires > 0 ? { expires } : {}),
    });
    this.#over();
  }

  #say(connection: Pick<Connection, "state" | "code" | "reason" | "expires" | "newLogin">): void {
    const { account, me } = this.#credentials.creds;
    const line: Connection = { op: "connection", ...this.#owner, ...connection };
    if (account && me) {
      line.me = { id: me.id, lid: me.lid ?? null, name: short(me.name ?? me.notify, MAX_NAME) };
    }
    this.#line.write(line);
  }
}
