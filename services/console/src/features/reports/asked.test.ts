/** What a report asks for: of the address only the filters that it takes. */

import { describe, expect, it } from "vitest";
import { askedOf, narrowsTickets, ofMessages } from "./asked";
import { sharedSearch, validateReports } from "./search";

const period = { from: "2026-11-01", to: "2026-11-30" };
const id = "01a227fc-06aa-77c8-aba7-e51f7714f406";

describe("a report's query", () => {
  it("has the filters that the report takes, and the comparison unless it is off", () => {
    const search = { channel: id, queue: id, agent: id };
    expect(askedOf(["period", "compare", "channel", "queue"], search, period)).toEqual({
      ...period,
      channelId: id,
      queueId: id,
      compare: true,
    });
    expect(askedOf(["period", "compare"], { compare: false, channel: id }, period)).toEqual(period);
  });

  it("of messages has no queue, agent or tag", () => {
    const asked = askedOf(["channel", "queue", "agent", "tag"], { channel: id, queue: id, tag: id }, period);
    expect(narrowsTickets(asked)).toBe(true);
    expect(ofMessages(asked)).toEqual({ ...period, channelId: id });
    expect(narrowsTickets(ofMessages(asked))).toBe(false);
  });
});

describe("an address", () => {
  it("keeps the period and the filters from report to report, and nothing of how one was shown", () => {
    const search = validateReports({
      range: "lastMonth",
      queue: id,
      compare: "false",
      hours: "business",
      by: "week",
      measure: "closed",
      figure: "satisfaction",
      order: "closed-asc",
    });
    expect(search.by).toBe("week");
    expect(sharedSearch(search)).toEqual({
      range: "lastMonth",
      queue: id,
      compare: false,
      hours: "business",
    });
  });

  it("drops what is unknown", () => {
    expect(
      validateReports({ range: "ever", by: "year", measure: "x", figure: "", order: "a;b", hours: "none" }),
    ).toEqual({});
  });
});
