/** Numbers, telephone numbers and moments. */

import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { render } from "../testing/render";
import { Field } from "./Field";
import { DateTimeInput, groupedPhone, NumberInput, PhoneInput } from "./NumberInput";
import { Time } from "./Time";
import { instantOf, wallClock } from "./zonedTime";

describe("wall clocks", () => {
  it.each([
    ["America/Sao_Paulo", "2026-03-08T14:30", "2026-03-08T17:30:00.000Z"],
    ["America/New_York", "2026-07-01T00:00", "2026-07-01T04:00:00.000Z"],
    // The first of two, when clocks are put back.
    ["America/New_York", "2026-11-01T01:30", "2026-11-01T05:30:00.000Z"],
    // 02:30 does not exist: an hour later.
    ["America/New_York", "2026-03-08T02:30", "2026-03-08T07:30:00.000Z"],
    ["Asia/Kathmandu", "2026-01-01T00:00", "2025-12-31T18:15:00.000Z"],
  ])("of %s: %s is %s", (zone, wall, instant) => {
    expect(instantOf(wall, zone)?.toISOString()).toBe(instant);
  });

  it("come back from every hour of a year", () => {
    const start = Date.UTC(2026, 0, 1);
    for (const zone of ["America/Sao_Paulo", "America/New_York", "Australia/Lord_Howe"]) {
      for (let hour = 0; hour < 365 * 24; hour += 7) {
        const wall = wallClock(new Date(start + hour * 3_600_000), zone);
        expect(wallClock(instantOf(wall, zone) ?? new Date(0), zone)).toBe(wall);
      }
    }
  });

  it("know what is no time", () => expect(instantOf("", "UTC")).toBeNull());
});

describe("inputs", () => {
  it("take numbers, or none", async () => {
    const change = vi.fn();
    await render(
      <Field label="Limite">
        <NumberInput value={null} onValue={change} />
      </Field>,
    );
    await userEvent.type(screen.getByRole("spinbutton", { name: "Limite" }), "7");
    expect(change).toHaveBeenLastCalledWith(7);
  });

  it.each([
    ["11987654321", "+55 11 98765-4321"],
    ["+5511987654321", "+55 11 98765-4321"],
    ["(11) 3456-7890", "+55 11 3456-7890"],
    ["+351 912 345 678", "+351 912 345 678"],
    ["123", "123"],
  ])("group %s", (typed, grouped) => expect(groupedPhone(typed)).toBe(grouped));

  it("group a telephone number when it is left", async () => {
    const change = vi.fn();
    await render(
      <Field label="Telefone">
        <PhoneInput value="11987654321" onValue={change} />
      </Field>,
    );
    await userEvent.click(screen.getByLabelText("Telefone"));
    await userEvent.tab();
    expect(change).toHaveBeenLastCalledWith("+55 11 98765-4321");
  });

  it("take a moment by the company's clock", async () => {
    await render(
      <Field label="Quando">
        <DateTimeInput value="2026-03-08T17:30:00Z" onValue={() => {}} />
      </Field>,
    );
    expect(screen.getByLabelText<HTMLInputElement>("Quando").value).toBe("2026-03-08T14:30");
  });
});

describe("Time", () => {
  it("is short in lists, by the company's days", async () => {
    vi.useFakeTimers({ now: new Date("2026-03-10T13:00:00Z"), toFake: ["Date"] });
    const { container } = await render(
      <>
        <Time at="2026-03-10T12:05:00Z" kind="list" />|
        <Time at="2026-03-10T02:59:00Z" kind="list" />|
        <Time at="2026-03-05T12:00:00Z" kind="list" />|
        <Time at="2025-12-24T12:00:00Z" kind="list" />|
        <Time at="2026-03-10T12:00:00Z" kind="relative" />
      </>,
    );
    expect(container.textContent).toBe("09:05|ontem|qui.|24/12/2025|há 1 hora");
    vi.useRealTimers();
  });
});
