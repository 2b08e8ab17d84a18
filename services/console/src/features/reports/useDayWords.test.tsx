/** Names of days: the same in each zone, of this browser and of the company. */

import { screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { render } from "@/shared/testing/render";
import { useDayWords } from "./useDayWords";

function Days() {
  const words = useDayWords();
  return (
    <ul>
      <li>{words.short("2026-11-01")}</li>
      <li>{words.long("2026-11-01")}</li>
      <li>{words.place({ day: "2026-11-01", last: "2026-11-01" }, "day")}</li>
      <li>{words.place({ day: "2026-11-23", last: "2026-11-29" }, "week")}</li>
      <li>{words.place({ day: "2026-11-25", last: "2026-11-29" }, "week")}</li>
      <li>{words.place({ day: "2026-11-30", last: "2026-11-30" }, "week")}</li>
      <li>{words.place({ day: "2026-11-01", last: "2026-11-30" }, "month")}</li>
      <li>{words.place({ day: "2026-12-01", last: "2026-12-12" }, "month")}</li>
    </ul>
  );
}

afterEach(() => {
  vi.unstubAllEnvs();
});

it.each(["Pacific/Kiritimati", "UTC", "Pacific/Pago_Pago"])(
  "are those of the calendar with a browser in %s",
  async (zone) => {
    vi.stubEnv("TZ", zone);
    await render(<Days />, { locale: "en" });
    const words = screen.getAllByRole("listitem").map((item) => item.textContent?.replaceAll(/\s/g, " "));
    expect(words).toEqual([
      "11/1/26",
      "November 1, 2026",
      "Nov 1",
      "Nov 23",
      "Nov 25 – 29",
      "Mon, Nov 30",
      "Nov 2026",
      "Dec 1 – 12",
    ]);
  },
);
