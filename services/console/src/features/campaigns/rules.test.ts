import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import { campaignKeys } from "./data";
import { applyProgress } from "./live";
import {
  type Campaign,
  doneOf,
  funnelOf,
  leftOf,
  passedOverOf,
  rateOf,
  remainingMs,
  shareDone,
  withSample,
} from "./rules";
import { type Filter, filterOf, readFilter } from "./segments/filter";

const counts = { pending: 40, dispatched: 10, sent: 5, delivered: 20, read: 15, failed: 5, skipped: 5 };

describe("numbers", () => {
  it("hold each step of the funnel within the one before", () => {
    const steps = funnelOf(counts, 4).map(({ count }) => count);
    expect(steps).toEqual([100, 40, 35, 15, 4]);
    expect(doneOf(counts) + leftOf(counts)).toBe(100);
    expect(passedOverOf(counts)).toBe(5);
    expect(shareDone({})).toBe(0);
  });

  it("give a rate once two seconds are known, of the last minute", () => {
    let samples = withSample([], { at: 0, done: 0 });
    expect(rateOf(samples)).toBeUndefined();
    samples = withSample(samples, { at: 1000, done: 10 });
    expect(rateOf(samples)).toBeUndefined();
    samples = withSample(samples, { at: 10_000, done: 100 });
    expect(rateOf(samples)).toBe(10);
    expect(remainingMs(counts, 10)).toBe(5000);
    samples = withSample(samples, { at: 120_000, done: 110 });
    expect(samples).toHaveLength(1);
    expect(remainingMs(counts, rateOf(samples))).toBeUndefined();
  });

  it("begin again when they go back", () => {
    expect(withSample([{ at: 1, done: 9 }], { at: 2, done: 3 })).toEqual([{ at: 2, done: 3 }]);
  });
});

describe("updates", () => {
  const campaign = {
    id: "c",
    name: "N",
    status: "running",
    counts: { pending: 2 },
    replies: 0,
  } as unknown as Campaign;
  const update = {
    id: 1,
    campaignId: "c",
    name: "N",
    status: "running",
    state: "running",
    total: 2,
    counts: { sent: 2 },
    replies: 1,
    startedAt: null,
    finishedAt: null,
  } as const;

  it("change the one that is shown and its row in every list", () => {
    const client = new QueryClient();
    client.setQueryData(campaignKeys.one("c"), campaign);
    client.setQueryData(campaignKeys.list({}), { pages: [{ items: [campaign] }], pageParams: [] });
    applyProgress(client, update);
    expect(client.getQueryData<Campaign>(campaignKeys.one("c"))?.counts).toEqual({ sent: 2 });
    const list = client.getQueryData<{ pages: { items: Campaign[] }[] }>(campaignKeys.list({}));
    expect(list?.pages[0]?.items[0]?.replies).toBe(1);
  });

  it("do not bring a finished one back to life", () => {
    const client = new QueryClient();
    client.setQueryData(campaignKeys.one("c"), { ...campaign, status: "finished" });
    applyProgress(client, update);
    expect(client.getQueryData<Campaign>(campaignKeys.one("c"))?.status).toBe("finished");
  });
});

describe("filters", () => {
  const filters: Filter[] = [
    { tag: "vip" },
    { and: [{ tag: "vip" }, { not: { lastSeen: { withinDays: 90 } } }] },
    {
      or: [
        { field: "cidade", equals: "Recife" },
        { field: "pedido", exists: false },
      ],
    },
    { and: [{ field: "obs", contains: "pão" }, { not: { tag: "x" } }] },
  ];
  it.each(filters)("are read and written again: %j", (filter) => {
    const conditions = readFilter(filter);
    expect(conditions && filterOf(conditions)).toEqual(filter);
  });

  it("that are deeper are left alone", () => {
    expect(readFilter({ and: [{ or: [{ tag: "a" }, { tag: "b" }] }, { tag: "c" }] })).toBeUndefined();
    expect(readFilter({ lastSeen: { before: "2026-01-01T00:00:00Z" } })).toBeUndefined();
  });

  it("are not asked for while a condition is not whole", () => {
    expect(filterOf({ match: "all", conditions: [{ kind: "tag", tag: " ", isNot: false }] })).toBeUndefined();
  });
});
