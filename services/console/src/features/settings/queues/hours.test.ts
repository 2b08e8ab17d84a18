import { expect, test } from "vitest";
import { asOnWeekdays, byDate, OFFICE, whole, withNext, wrongInterval, wrongPlace } from "./hours";

test("a further interval begins an hour after the last, and never beyond the day", () => {
  expect(withNext([])).toEqual([{ start: "09:00", end: "18:00" }]);
  expect(withNext([{ start: "08:00", end: "12:00" }])[1]).toEqual({ start: "13:00", end: "16:00" });
  expect(withNext([{ start: "08:00", end: "23:30" }])[1]?.end).toBe("23:59");
});

test("intervals that overlap, end before they begin or are not typed whole are wrong", () => {
  expect(wrongInterval([{ start: "09:00", end: "12:00" }])).toBeUndefined();
  expect(wrongInterval([{ start: "18:00", end: "00:00" }])).toBeUndefined();
  expect(wrongInterval([{ start: "12:00", end: "09:00" }])).toBe(0);
  expect(wrongInterval([{ start: "", end: "09:00" }])).toBe(0);
  const overlapping = [
    { start: "13:00", end: "18:00" },
    { start: "09:00", end: "13:30" },
  ];
  expect(wrongInterval(overlapping)).toBe(0);
});

test("the first day or exception that is wrong is named", () => {
  const hours = whole(OFFICE);
  expect(wrongPlace(hours)).toBeUndefined();
  expect(wrongPlace({ ...hours, friday: [{ start: "10:00", end: "09:00" }] })).toBe("friday");
  const exceptions = [
    { date: "2026-12-25", name: null, intervals: [] },
    { date: "2026-12-25", name: null, intervals: [] },
  ];
  expect(wrongPlace({ ...hours, exceptions })).toBe("exceptions.1");
  expect(
    byDate([{ date: "2027-01-01", name: null, intervals: [] }, ...exceptions]).map((one) => one.date),
  ).toEqual(["2026-12-25", "2026-12-25", "2027-01-01"]);
});

test("a day's hours are those of all working days", () => {
  const hours = { ...whole(OFFICE), tuesday: [{ start: "08:00", end: "10:00" }] };
  const same = asOnWeekdays(hours, "tuesday");
  expect(same.friday).toEqual([{ start: "08:00", end: "10:00" }]);
  expect(same.saturday).toEqual([]);
});
