/** Columns of files, and what imports and jobs become as their news arrive. */

import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import { type Column, mappingProblem, withUse } from "./importRules";
import { type ImportState, type ImportSummary, importKeys, isLater, keepImport } from "./imports";
import { type Job, withJob } from "./jobs";

const column = (position: number, use: Column["use"]): Column => ({
  position,
  column: `c${position}`,
  use,
  field: null,
  examples: [],
});

describe("columns", () => {
  it("need one that says whom a row is about", () => {
    expect(mappingProblem([column(0, "name")])).toEqual({ kind: "nobody" });
    expect(mappingProblem([column(0, "externalId")])).toBeUndefined();
    expect(mappingProblem([column(0, "phone"), column(1, "phone")])).toBeUndefined();
  });

  it("are not two names at once", () => {
    expect(mappingProblem([column(0, "phone"), column(1, "name"), column(2, "name")])).toEqual({
      kind: "twice",
      use: "name",
    });
  });

  it("keep other choices when one changes; a field has the column's name", () => {
    let reading = withUse({ hasHeader: true }, column(2, "ignored"), "field");
    reading = withUse(reading, column(0, "ignored"), "phone");
    reading = withUse(reading, column(2, "field"), "field", " cidade ");
    expect(reading).toEqual({
      hasHeader: true,
      columns: [
        { position: 0, use: "phone" },
        { position: 2, use: "field", field: "cidade" },
      ],
    });
  });
});

const state = (status: ImportState["status"], rows: number): ImportState => ({
  id: "i1",
  status,
  rows,
  created: rows,
  updated: 0,
  duplicates: 0,
  invalid: 0,
});

describe("news of an import", () => {
  it("in any order, and doubled, end in the same state", () => {
    const news = [state("queued", 0), state("running", 500), state("running", 900), state("finished", 1000)];
    for (const order of [news, [...news].reverse(), [news[2], news[0], news[3], news[3], news[1]]]) {
      const client = new QueryClient();
      client.setQueryData(importKeys.list, {
        pages: [{ items: [state("queued", 0) as ImportSummary] }],
        pageParams: [undefined],
      });
      for (const one of order) if (one) keepImport(client, one);
      const pages = client.getQueryData<{ pages: { items: ImportSummary[] }[] }>(importKeys.list);
      expect(pages?.pages[0]?.items[0]).toMatchObject({ status: "finished", rows: 1000 });
    }
  });

  it("goes no way back", () => {
    expect(isLater(state("running", 10), state("running", 5))).toBe(false);
    expect(isLater(state("cancelled", 10), state("running", 20))).toBe(false);
    expect(isLater(state("running", 20), state("cancelled", 10))).toBe(true);
  });
});

describe("news of a job", () => {
  const job = (status: Job["status"], done: number): Job => ({
    id: "j1",
    subject: "contacts",
    action: "tag",
    status,
    total: 10,
    done,
    changed: done,
    unchanged: 0,
    failed: 0,
    missing: 0,
    hasFile: false,
    createdBy: "u1",
    createdAt: "2026-01-01T00:00:00Z",
    finishedAt: null,
  });

  it("adds what is new, and ignores what is older or of tickets", () => {
    let jobs = withJob([], job("running", 5));
    jobs = withJob(jobs, job("queued", 0));
    expect(jobs[0]?.done).toBe(5);
    jobs = withJob(jobs, job("finished", 10));
    jobs = withJob(jobs, job("running", 9));
    jobs = withJob(jobs, { ...job("running", 1), id: "j2", subject: "tickets" });
    expect(jobs).toEqual([job("finished", 10)]);
  });
});
