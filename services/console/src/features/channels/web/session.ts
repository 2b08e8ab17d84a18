/** Rules of a WhatsApp Web session: how its states look, what can be done in each, and which code is the newest. */

import type { AnswerOf } from "@/shared/api/client";
import type { Channel } from "@/shared/api/lookups";
import type { Update } from "@/shared/realtime/sockets";
import type { BadgeTone } from "@/shared/ui/Badge";

export type Session = NonNullable<Channel["session"]>;
export type SessionState = Session["status"];
export type Pairing = AnswerOf<"channels.getPairing">;
export type PairingNews = Update<"channels", "pairing">;

/** A channel whose session is a linked device. */
export type WebChannel = Channel & { session: Session };
export const isWeb = (channel: Channel): channel is WebChannel => Boolean(channel.session);

/** As people see it: without a connection, but with a phone, it is switched off or about to be connected. */
export type ShownState = SessionState | "off" | "awaited";

export function shownState({ session, status }: WebChannel): ShownState {
  if (session.status !== "idle" || !session.linked) return session.status;
  return status === "disabled" ? "off" : "awaited";
}

export const STATE_TONES: Record<ShownState, BadgeTone> = {
  idle: "neutral",
  off: "neutral",
  awaited: "info",
  connecting: "info",
  qr: "warning",
  pair_code: "warning",
  paired: "info",
  open: "accent",
  backoff: "warning",
  replaced: "danger",
  logged_out: "danger",
  blocked: "danger",
  outdated: "danger",
};

/** What can be done: connect by the keys that are there, link a phone, go on with that, or remove the device. */
export type Action = "reconnect" | "link" | "goOn" | "logOut";

/** Of a channel that is linked; another link would delete the keys it connects by. */
const ACTIONS: Record<SessionState, readonly Action[]> = {
  idle: ["reconnect", "logOut"],
  connecting: ["goOn", "logOut"],
  qr: ["goOn"],
  pair_code: ["goOn"],
  paired: ["goOn"],
  open: ["logOut"],
  backoff: ["reconnect", "logOut"],
  replaced: ["reconnect", "link", "logOut"],
  logged_out: ["link"],
  blocked: ["reconnect", "link", "logOut"],
  outdated: ["reconnect", "logOut"],
};

/** Returns what can be done, the most likely first. */
export function actionsOf({ session, status }: WebChannel): readonly Action[] {
  if (status === "disabled") return session.linked ? ["logOut"] : [];
  // Without keys there is nothing to connect by, and nothing to log out of.
  if (!session.linked) return BEFORE_CODES.has(PROGRESS[session.status]) ? ["link"] : ["goOn"];
  return ACTIONS[session.status];
}

/** How far linking a phone has got, in the order in which it happens. */
export type Progress = "start" | "waiting" | "code" | "linked" | "open" | "stopped";

const PROGRESS: Record<SessionState, Progress> = {
  idle: "start",
  connecting: "waiting",
  qr: "code",
  pair_code: "code",
  paired: "linked",
  open: "open",
  backoff: "waiting",
  replaced: "stopped",
  logged_out: "start",
  blocked: "stopped",
  outdated: "stopped",
};

const BEFORE_CODES: ReadonlySet<Progress> = new Set(["start", "stopped"]);

/** Returns how far a channel is; what was asked for takes a moment until its state says so. */
export function progressOf({ session }: WebChannel, pairing?: Pairing): Progress {
  const { status, linked, lastError } = session;
  const isBegun = linked || (lastError === null && Boolean(pairing?.method));
  return status === "idle" && isBegun ? "waiting" : PROGRESS[status];
}

const timeOf = (at: string | null): number => (at === null ? Number.NEGATIVE_INFINITY : Date.parse(at));

/**
 * Takes in what a socket tells: the code that is good for longer is the newer one, in whatever order they come. Without
 * a code no phone is being linked any more: it was, or was not in time.
 */
export function withNews(
  pairing: Pairing | undefined,
  { kind, code, expiresAt }: PairingNews,
): Pairing | undefined {
  if (!pairing) return pairing;
  if (code !== null && timeOf(expiresAt) < timeOf(pairing.expiresAt)) return pairing;
  return { ...pairing, method: kind, kind, code, expiresAt };
}

/** The longest that any code is good for; a later end comes from a clock that is wrong. */
const LONGEST_MS = 5 * 60_000;

/** Returns how many seconds a code is still good for; undefined if this computer's clock cannot tell. */
export function secondsLeft(expiresAt: string | null, seenAt: number, now: number): number | undefined {
  if (expiresAt === null) return undefined;
  const end = Date.parse(expiresAt);
  if (end <= seenAt || end - seenAt > LONGEST_MS) return undefined;
  return Math.max(0, Math.ceil((end - now) / 1000));
}

/** Returns a pairing code as it is shown on the phone, in two halves, and as it is to be read out. */
export function spelled(code: string): { shown: string; read: string } {
  const half = Math.ceil(code.length / 2);
  const halves = [code.slice(0, half), code.slice(half)].filter(Boolean);
  return { shown: halves.join("-"), read: halves.map((part) => [...part].join(" ")).join(", ") };
}
