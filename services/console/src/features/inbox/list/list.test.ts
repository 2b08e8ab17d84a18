/** Rules of the list on screen: what stays still, what is selected, where to go on, how urgent, how a message reads. */

import { describe, expect, it } from "vitest";
import { inboxSearch } from "../search";
import { shiftOf } from "./anchor";
import { neighbourOf, showOrder } from "./order";
import { ticksOf, unformatted } from "./preview";
import { keptFilter } from "./savedViews";
import { NOTHING, toggled } from "./selection";
import { waitingOf, windowOf } from "./urgency";

const rowsOf = (ids: string) => [...ids].map((id) => ({ id }));

describe("what is looked at", () => {
  it.each([
    ["abcdef", "xabcdef", 2, 1],
    ["abcdef", "bcdef", 2, -1],
    ["abcdef", "cabdef", 2, 0], // The first in sight went to the top: the others stay.
    ["abcdef", "xyz", 0, 0],
  ])("of %s in %s from %i moves by %i", (before, now, first, shift) => {
    expect(shiftOf(rowsOf(before), rowsOf(now), first)).toBe(shift);
  });
});

describe("after closing", () => {
  it("goes on below, at the end above, also when the closed one has left the list", () => {
    showOrder(rowsOf("abc"));
    expect(neighbourOf("b")).toBe("c");
    showOrder(rowsOf("ac"));
    expect(neighbourOf("b")).toBe("c");
    showOrder(rowsOf("a"));
    expect(neighbourOf("c")).toBe("a");
    showOrder([]);
    expect(neighbourOf("a")).toBeUndefined();
  });
});

describe("selecting", () => {
  it("takes one, a range from the last one, and takes one back", () => {
    const order = rowsOf("abcdef");
    const one = toggled(NOTHING, "b", false, order);
    const range = toggled(one, "e", true, order);
    expect([...range.ids]).toEqual(["b", "c", "d", "e"]);
    expect([...toggled(range, "c", false, order).ids]).toEqual(["b", "d", "e"]);
  });
});

describe("urgency", () => {
  const now = Date.parse("2026-11-29T12:00:00Z");
  const at = (minutes: number) => new Date(now + minutes * 60_000).toISOString();

  it.each([
    [null, null, null],
    [at(-5), null, "calm"],
    [at(-45), null, "long"],
    [at(-45), at(60), "calm"],
    [at(-5), at(10), "long"],
    [at(-5), at(-1), "late"],
  ])("of one who waits since %s and is due at %s is %s", (waitingSince, dueAt, tone) => {
    expect(waitingOf({ waitingSince, dueAt }, now)?.tone ?? null).toBe(tone);
  });

  it("says when the window is in its last hour or closed, where there is one", () => {
    const open = { status: "open", windowOpenUntil: at(30) } as const;
    expect(windowOf(open, true, now)).toEqual({ kind: "closing", leftMs: 30 * 60_000 });
    expect(windowOf({ ...open, windowOpenUntil: at(90) }, true, now)).toBeNull();
    expect(windowOf({ ...open, windowOpenUntil: at(-1) }, true, now)).toEqual({ kind: "closed" });
    expect(windowOf({ ...open, windowOpenUntil: at(-1) }, false, now)).toBeNull();
  });
});

describe("a message in a line", () => {
  it("has no marks of bold and italic, and keeps what is none", () => {
    expect(unformatted("*Oi*, _tudo_ ~bem~?\nSim")).toBe("Oi, tudo bem? Sim");
    expect(unformatted("2*3*4 e a_b_c")).toBe("2*3*4 e a_b_c");
  });

  it("has ticks if it is ours and on its way", () => {
    const message = { direction: "out", status: "read", revokedAt: null } as Parameters<typeof ticksOf>[0];
    expect(ticksOf(message)).toBe("read");
    expect(ticksOf({ ...message, direction: "in" } as typeof message)).toBeUndefined();
    expect(ticksOf({ ...message, status: "internal" } as typeof message)).toBeUndefined();
  });
});

describe("addresses and views", () => {
  it("drop what they do not know", () => {
    expect(inboxSearch({ view: "x", sort: "waiting", queue: "none", agent: 7, q: 123, find: "all" })).toEqual(
      {
        sort: "waiting",
        queue: "none",
        q: "123",
      },
    );
  });

  it("are kept for whoever opens them", () => {
    expect(keptFilter({ status: ["open"], assigneeId: "me", tagId: "t" }, "me")).toEqual({
      status: ["open"],
      mine: true,
      tagId: "t",
    });
    expect(keptFilter({ assigneeId: "other" }, "me")).toEqual({ assigneeId: "other" });
  });
});
