import { expect, it } from "vitest";
import { laterTimes } from "./later-times";

const times = (now: string) =>
  laterTimes(new Date(now), "America/Sao_Paulo").map(({ name, at }) => `${name} ${at.toISOString()}`);

it("are mornings of the company, and Monday only where it is not tomorrow", () => {
  expect(times("2026-11-27T12:00:00Z")).toEqual([
    "inAnHour 2026-11-27T13:00:00.000Z",
    "inThreeHours 2026-11-27T15:00:00.000Z",
    "tomorrow 2026-11-28T12:00:00.000Z",
    "monday 2026-11-30T12:00:00.000Z",
  ]);
  expect(times("2026-11-29T12:00:00Z").map((each) => each.split(" ")[0])).toEqual([
    "inAnHour",
    "inThreeHours",
    "tomorrow",
  ]);
  expect(times("2026-11-30T12:00:00Z").at(-1)).toBe("monday 2026-12-07T12:00:00.000Z");
});

it("go by the company's day, not by Greenwich's", () => {
  expect(times("2026-11-28T01:00:00Z").find((each) => each.startsWith("tomorrow"))).toBe(
    "tomorrow 2026-11-28T12:00:00.000Z",
  );
});
