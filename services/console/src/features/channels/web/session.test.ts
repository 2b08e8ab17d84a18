/** Rules of sessions: codes in whatever order they come, clocks that are wrong, what can be done in each state. */

import { describe, expect, it } from "vitest";
import { actionsOf, type Pairing, progressOf, type Session, secondsLeft, spelled, withNews } from "./session";
import { webChannel } from "./web.sample";

const PAIRING: Pairing = {
  status: "qr",
  method: "qr",
  kind: "qr",
  code: "b",
  expiresAt: "2026-11-29T12:00:40Z",
};
const news = (code: string | null, at: string | null) =>
  ({ channelId: "w1", kind: code === null ? null : "qr", code, expiresAt: at }) as const;

describe("the newest code", () => {
  it("is the one that is good for longer, in whatever order they come", () => {
    const a = news("a", "2026-11-29T12:00:20Z");
    const c = news("c", "2026-11-29T12:01:00Z");
    const orders = [
      [a, c],
      [c, a],
      [c, a, c],
    ];
    for (const order of orders)
      expect(order.reduce<Pairing | undefined>((known, one) => withNews(known, one), PAIRING)?.code).toBe(
        "c",
      );
  });

  it("says how a phone is linked by it", () => {
    const none = { ...PAIRING, method: null, kind: null, code: null, expiresAt: null };
    expect(withNews(none, news("a", "2026-11-29T12:00:20Z"))?.method).toBe("qr");
  });

  it("is gone when it is said so, and says nothing before the first answer", () => {
    expect(withNews(PAIRING, news(null, null))).toEqual({
      status: "qr",
      method: null,
      kind: null,
      code: null,
      expiresAt: null,
    });
    expect(withNews(undefined, news("a", "2026-11-29T12:00:20Z"))).toBeUndefined();
  });
});

describe("the seconds that are left", () => {
  const at = (second: number) => Date.parse("2026-11-29T12:00:00Z") + second * 1000;

  it("go down to nothing", () => {
    expect(secondsLeft(PAIRING.expiresAt, at(20), at(20))).toBe(20);
    expect(secondsLeft(PAIRING.expiresAt, at(20), at(39.5))).toBe(1);
    expect(secondsLeft(PAIRING.expiresAt, at(20), at(60))).toBe(0);
  });

  it("are not known where this computer's clock is wrong", () => {
    expect(secondsLeft(PAIRING.expiresAt, at(50), at(50))).toBeUndefined();
    expect(secondsLeft(PAIRING.expiresAt, at(-3600), at(-3600))).toBeUndefined();
    expect(secondsLeft(null, at(0), at(0))).toBeUndefined();
  });
});

it("spells a code for the eye and for the ear", () => {
  expect(spelled("ABCD1234")).toEqual({ shown: "ABCD-1234", read: "A B C D, 1 2 3 4" });
});

it("offers what can be done", () => {
  expect(actionsOf(webChannel({ status: "open" }))).toEqual(["logOut"]);
  expect(actionsOf(webChannel({ status: "replaced" }))[0]).toBe("reconnect");
  expect(actionsOf(webChannel({ status: "logged_out", linked: false }))).toEqual(["link"]);
  expect(actionsOf(webChannel({ status: "outdated", linked: false }))).toEqual(["link"]);
  expect(actionsOf(webChannel({ status: "backoff", linked: false }))).toEqual(["goOn"]);
  expect(actionsOf(webChannel({ status: "idle" }))).toEqual(["reconnect", "logOut"]);
  expect(actionsOf(webChannel({ status: "idle", linked: false }, { status: "disabled" }))).toEqual([]);
  expect(actionsOf(webChannel({ status: "idle" }, { status: "disabled" }))).toEqual(["logOut"]);
});

it("knows that what was asked for begins in a moment", () => {
  const asked: Pairing = { ...PAIRING, status: "idle", kind: null, code: null, expiresAt: null };
  const idle = (session: Partial<Session> = {}) => webChannel({ status: "idle", linked: false, ...session });
  expect(progressOf(idle())).toBe("start");
  expect(progressOf(idle(), asked)).toBe("waiting");
  expect(progressOf(idle({ linked: true }))).toBe("waiting");
  const lastError = { code: "pairing_expired", pt: "Tarde.", en: "Late." } as const;
  expect(progressOf(idle({ lastError }), asked)).toBe("start");
});
