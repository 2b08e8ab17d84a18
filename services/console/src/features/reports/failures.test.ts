/** Failures by reason and opt-outs by source, of all channels together. */

import { expect, it } from "vitest";
import type { DeliveryError } from "./data";
import { byReason, bySource } from "./failures";

const reason = {
  code: "window_closed" as const,
  params: {},
  pt: "Passaram 24 horas",
  en: "24 hours have passed",
};
const failed = (some: Partial<DeliveryError>): DeliveryError => ({
  channelId: "c1",
  channelName: "Principal",
  kind: "replies",
  reason: null,
  errorCode: null,
  count: 1,
  ...some,
});

it("adds up a reason's failures of all channels, the most frequent first", () => {
  const found = byReason([
    failed({ errorCode: 131000, count: 4 }),
    failed({ reason, count: 3 }),
    failed({ reason, kind: "campaign", channelId: "c2", count: 2 }),
    failed({ count: 1 }),
  ]);
  expect(found.map(({ id, count, replies, campaigns }) => [id, count, replies, campaigns])).toEqual([
    ["window_closed", 5, 3, 2],
    ["#131000", 4, 4, 0],
    ["#", 1, 1, 0],
  ]);
  expect(found[0]?.pt).toBe("Passaram 24 horas");
});

it("adds up who left by source", () => {
  expect(
    bySource([
      { channelId: null, channelName: null, source: "keyword", count: 2 },
      { channelId: null, channelName: null, source: "agent", count: 4 },
      { channelId: "c1", channelName: "Principal", source: "keyword", count: 3 },
    ]),
  ).toEqual([
    { source: "keyword", count: 5 },
    { source: "agent", count: 4 },
  ]);
});
