import { describe, expect, it } from "vitest";
import { changesIn, isLastHour, windowOf } from "./window";

const now = Date.parse("2026-11-29T12:00:00Z");
const until = (time: string | null, inboundCount = 1) => ({ windowOpenUntil: time, inboundCount });

describe("the window", () => {
  it("is open until its end, and closed from it on", () => {
    expect(windowOf(until("2026-11-29T12:30:00Z"), true, now)).toMatchObject({
      kind: "open",
      leftMs: 1_800_000,
    });
    expect(windowOf(until("2026-11-29T12:00:00Z"), true, now)).toEqual({ kind: "closed", since: now });
  });

  it("binds only on channels that have one", () => {
    expect(windowOf(until("2026-11-28T12:00:00Z"), false, now)).toEqual({ kind: "free" });
  });

  it("is closed for who never wrote, and the server's to decide where it is not known", () => {
    expect(windowOf(until(null, 0), true, now)).toEqual({ kind: "closed", since: null });
    expect(windowOf(until(null, 3), true, now)).toEqual({ kind: "free" });
  });

  it("is counted down in its last hour, minute by minute", () => {
    const long = windowOf(until("2026-11-29T15:00:00Z"), true, now);
    expect(isLastHour(long)).toBe(false);
    expect(changesIn(long)).toBe(2 * 3_600_000);
    const short = windowOf(until("2026-11-29T12:30:20Z"), true, now);
    expect(isLastHour(short)).toBe(true);
    expect(changesIn(short)).toBe(20_000);
    expect(changesIn({ kind: "closed", since: null })).toBeNull();
  });
});
