/** A campaign's curve, its verdicts, and the scale that its intervals are drawn on. */

import { describe, expect, it } from "vitest";
import type { Comparison, VariantFigures } from "./data";
import { isMoving, isSettled, isWithinADay, scaleOf, summedUp, verdictOf, wholeCurve } from "./rules";

const point = (at: string, sent: number) => ({ at, sent, delivered: 0, read: 0, failed: 0 });

describe("a curve", () => {
  const points = [point("2026-11-29T12:00:00Z", 5), point("2026-11-29T12:03:00Z", 2)];

  it("has a point also for the stretches in which nothing happened", () => {
    const whole = wholeCurve({ stepSeconds: 60, points });
    expect(whole.map(({ at, sent }) => [at.slice(11, 16), sent])).toEqual([
      ["12:00", 5],
      ["12:01", 0],
      ["12:02", 0],
      ["12:03", 2],
    ]);
    expect(wholeCurve({ stepSeconds: 60, points: [] })).toEqual([]);
  });

  it("is not filled up where that would be thousands of points", () => {
    const far = [points[0] ?? point("", 0), point("2026-11-30T12:00:00Z", 1)];
    expect(wholeCurve({ stepSeconds: 60, points: far })).toEqual(far);
  });

  it("can be summed up", () => {
    expect(summedUp(points).map(({ sent }) => sent)).toEqual([5, 7]);
  });

  it("knows whether it stays within a day", () => {
    const day = (at: string) => at.slice(0, 10);
    expect(isWithinADay(points, day)).toBe(true);
    expect(isWithinADay([...points, point("2026-11-30T00:00:00Z", 1)], day)).toBe(false);
    expect(isWithinADay([], day)).toBe(false);
  });
});

describe("a verdict", () => {
  const variants = [
    { number: 1, name: "Curta" } as VariantFigures,
    { number: 2, name: "Longa" } as VariantFigures,
  ];
  const comparison: Comparison = { figure: "read", best: 2, pValue: 0.01, verdict: "different" };

  it("names a variant only if that one stands apart", () => {
    expect(verdictOf(comparison, variants)).toMatchObject({ says: "ahead", best: { name: "Longa" } });
    expect(verdictOf({ ...comparison, best: null }, variants)).toMatchObject({
      says: "different",
      best: undefined,
    });
  });

  it("names none where nothing is proven, even if one has the higher rate", () => {
    for (const verdict of ["notProven", "tooFew"] as const)
      expect(verdictOf({ ...comparison, verdict }, variants)).toMatchObject({
        says: verdict,
        best: undefined,
      });
  });
});

it("is settled once replies no longer count", () => {
  const now = Date.parse("2026-11-29T12:00:00Z");
  const finished = (finishedAt: string) => isSettled({ status: "finished", finishedAt }, now);
  expect(finished("2026-11-29T10:00:00Z")).toBe(false);
  expect(finished("2026-11-26T11:00:00Z")).toBe(true);
  expect(isSettled({ status: "running", finishedAt: null }, now)).toBe(false);
  expect(isSettled({ status: "paused", finishedAt: null }, now)).toBe(false);
});

it("moves while messages go out, and for some minutes while what became known of them does not add up", () => {
  const now = Date.parse("2026-11-29T12:00:00Z");
  const ended = { status: "finished", consistent: false, updatedAt: "2026-11-29T11:59:30Z" } as const;
  const just = "2026-11-29T11:58:00Z";
  expect(isMoving({ ...ended, status: "running", consistent: true, finishedAt: null }, now)).toBe(true);
  expect(isMoving({ ...ended, finishedAt: just }, now)).toBe(true);
  expect(isMoving({ ...ended, finishedAt: just, consistent: true }, now)).toBe(false);
  expect(isMoving({ ...ended, finishedAt: "2026-11-29T11:55:00Z" }, now)).toBe(false);
  expect(isMoving({ ...ended, status: "paused", finishedAt: null }, now)).toBe(true);
});

it("draws all intervals of a figure on one scale", () => {
  expect(scaleOf([{ high: 0.31 }, { high: 0.47 }, null])).toBe(0.5);
  expect(scaleOf([{ high: 0.004 }])).toBe(0.01);
  expect(scaleOf([null])).toBe(0.01);
  expect(scaleOf([{ high: 0.99 }])).toBe(1);
});
