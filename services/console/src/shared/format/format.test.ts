/** Dates in the company's zone, numbers and telephone numbers in the user's language. */

import { describe, expect, it } from "vitest";
import { formatIn, phone } from "./format";

const pt = formatIn("pt", "America/Sao_Paulo");
const en = formatIn("en", "America/Sao_Paulo");
const now = "2026-11-29T12:00:00Z"; // 9 o'clock in São Paulo, a Sunday.

describe("times", () => {
  it("are those of the company's zone", () => {
    expect(pt.time("2026-11-29T01:30:00Z")).toBe("22:30");
    expect(pt.day("2026-11-29T01:30:00Z", now)).toBe("Ontem");
    expect(en.day("2026-11-29T03:30:00Z", now)).toBe("Today");
  });

  it("are named by how long ago they are", () => {
    expect(pt.day("2026-11-25T15:00:00Z", now)).toBe("Quarta-feira");
    expect(pt.day("2026-10-25T15:00:00Z", now)).toBe("25 de outubro");
    expect(en.day("2025-10-25T15:00:00Z", now)).toBe("October 25, 2025");
    expect(pt.short("2026-11-29T11:00:00Z", now)).toBe("08:00");
    expect(pt.short("2026-11-28T11:00:00Z", now)).toBe("Ontem");
    expect(pt.short("2026-10-01T11:00:00Z", now)).toBe("01/10/2026");
  });

  it("are said relative to now", () => {
    expect(pt.relative("2026-11-29T11:55:00Z", now)).toBe("há 5 minutos");
    expect(en.relative("2026-11-29T14:00:00Z", now)).toBe("in 2 hours");
    expect(en.relative("2026-11-29T11:59:50Z", now)).toBe("now");
  });
});

describe("numbers", () => {
  it("are written as the language does", () => {
    expect(pt.number(12345.678, 1)).toBe("12.345,7");
    expect(en.percent(0.256)).toBe("26%");
    expect(pt.bytes(16_000_000)).toBe("16 MB");
    expect(pt.bytes(999)).toBe("999 bytes");
  });

  it("of telephones are in groups", () => {
    expect(phone("5511912345678")).toBe("+55 11 91234-5678");
    expect(phone("+551132145678")).toBe("+55 11 3214-5678");
    expect(phone("14155550123")).toBe("+1 415-555-0123");
    expect(phone("351912345678")).toBe("+351912345678");
    expect(phone("not a number")).toBe("not a number");
  });

  it("of durations are short", () => {
    expect(pt.clock(65_000)).toBe("1:05");
    expect(pt.clock(3_723_000)).toBe("1:02:03");
    expect(pt.duration(42_000)).toBe("42 s");
    expect(pt.duration(7_500_000)).toBe("2 h 5 min");
    expect(en.duration(90_000_000)).toBe("1 day 1 hr");
  });
});
