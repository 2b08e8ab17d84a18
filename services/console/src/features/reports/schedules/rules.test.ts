/** What a form of a scheduled report sends, what an export asks for, and how far one is. */

import { describe, expect, it } from "vitest";
import {
  bodyOf,
  clockOf,
  exportBodyOf,
  filtersOf,
  formOf,
  keptFilters,
  mayReceive,
  NO_FILTERS,
  pendingRuns,
  periodProblem,
  progressOf,
  REPORTS,
  sendingAgainMs,
  weekdayName,
} from "./rules";
import { exported, run, schedule } from "./schedules.testing";

describe("a form", () => {
  it("sends only what its frequency has", () => {
    const form = { ...formOf(schedule, "en"), weekday: 5, day: 31 };
    expect(bodyOf(form)).toMatchObject({ weekday: 5, day: null });
    expect(bodyOf({ ...form, every: "monthly" })).toMatchObject({ weekday: null, day: 31 });
    expect(bodyOf({ ...form, every: "daily" })).toMatchObject({ weekday: null, day: null });
  });

  it("forgets filters that another report does not have", () => {
    const form = { ...formOf(schedule, "en"), filters: { ...NO_FILTERS, queueId: "q1", channelId: "c1" } };
    expect(bodyOf(form).filters).toEqual({ ...NO_FILTERS, queueId: "q1", channelId: "c1" });
    expect(bodyOf({ ...form, report: "opt-outs" }).filters).toEqual({ ...NO_FILTERS, channelId: "c1" });
    expect(filtersOf("campaigns")).toEqual(["channelId"]);
  });

  it("keeps what reporting takes of each report", () => {
    const all = { channelId: "c1", queueId: "q1", agentId: "u1", tagId: "t1" };
    const whole = REPORTS.filter((report) => keptFilters(all, report).tagId === "t1");
    expect(whole).toEqual(["summary", "daily", "hourly", "agents", "queues", "tags"]);
    for (const report of whole) expect(keptFilters(all, report)).toEqual(all);
    expect(keptFilters(all, "templates")).toEqual({ ...NO_FILTERS, channelId: "c1" });
  });

  it("begins with the schedule that is changed, or with Monday morning", () => {
    expect(formOf(schedule, "en")).toMatchObject({ recipientIds: ["u1", "u2"], language: "pt", hour: 8 });
    expect(formOf(undefined, "en")).toMatchObject({ every: "weekly", weekday: 1, hour: 8, language: "en" });
  });
});

it("offers a report to those who may see all of it", () => {
  expect(
    ["owner", "admin", "viewer", "agent"].filter((role) => mayReceive({ role, status: "active" })),
  ).toEqual(["owner", "admin", "viewer"]);
  expect(mayReceive({ role: "owner", status: "disabled" })).toBe(false);
});

it("names days and hours", () => {
  expect([1, 7].map((day) => weekdayName(day, "en"))).toEqual(["Monday", "Sunday"]);
  expect(weekdayName(6, "pt")).toBe("sábado");
  expect([0, 8, 23].map(clockOf)).toEqual(["00:00", "08:00", "23:00"]);
});

it("is read again every few seconds for a minute while it is sent, then every minute", () => {
  expect([0, 59_000, 60_000, 86_000_000].map(sendingAgainMs)).toEqual([3000, 3000, 60_000, 60_000]);
  const sending = (id: string) => ({ lastRun: { ...run, id, status: "pending" as const } });
  expect(pendingRuns([schedule, sending("r2"), { lastRun: null }, sending("r3")])).toBe("r2 r3");
  expect(pendingRuns([schedule])).toBe("");
});

describe("an export", () => {
  const form = {
    report: "tickets",
    format: "csv",
    from: "2026-11-01",
    to: "2026-11-29",
    filters: NO_FILTERS,
  } as const;

  it("is of a period with its filters, or of a campaign without either", () => {
    expect(exportBodyOf(form, "c1")).toEqual(form);
    expect(exportBodyOf({ ...form, report: "campaign", format: "xlsx" }, "c1")).toEqual({
      report: "campaign",
      format: "xlsx",
      campaignId: "c1",
    });
  });

  it("has a period that is in order", () => {
    expect(periodProblem(form)).toBeUndefined();
    expect(periodProblem({ ...form, to: "2026-10-01" })).toBe("reversed");
    expect(periodProblem({ ...form, to: "" })).toBe("reversed");
    expect(periodProblem({ ...form, from: "2024-11-01" })).toBe("tooLong");
  });

  it("is never done before it is finished, whatever was estimated", () => {
    expect(progressOf(exported)).toBe(1);
    expect(progressOf({ ...exported, status: "running", rowsDone: 600 })).toBe(0.5);
    expect(progressOf({ ...exported, status: "running", rowsDone: 2000 })).toBe(0.99);
    expect(progressOf({ ...exported, status: "running", rowsTotal: null })).toBeUndefined();
    expect(progressOf({ ...exported, status: "queued" })).toBeUndefined();
  });
});
