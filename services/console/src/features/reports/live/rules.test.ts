/** What is old, how long somebody waits, and what stands first. */

import { expect, it } from "vitest";
import { agentsInOrder, queuesInOrder, STALE_MS, staleFor, waited } from "./rules";
import { agent, live, queue } from "./sample.testing";

it("is not stale before three pushes were missed, and counts how often it was", () => {
  expect([0, STALE_MS - 1, STALE_MS, STALE_MS * 2.5].map(staleFor)).toEqual([0, 0, 1, 2]);
});

it("waits by the server's clock, and goes on by ours", () => {
  const figures = live({ at: "2026-11-29T15:00:00Z" });
  expect(waited(null, figures, 5000)).toBeUndefined();
  expect(waited("2026-11-29T14:58:00Z", figures, 5000)).toBe(125_000);
  expect(waited("2026-11-29T15:00:01Z", figures, -500)).toBe(0);
});

it("has those queues first in which a customer waits longest", () => {
  const queues = [
    queue({ queueId: "idle" }),
    queue({ queueId: "busy", pending: 3 }),
    queue({ queueId: "short", longestWaitSince: "2026-11-29T14:59:00Z" }),
    queue({ queueId: "long", longestWaitSince: "2026-11-29T14:00:00Z" }),
  ];
  expect(queuesInOrder(queues).map(({ queueId }) => queueId)).toEqual(["long", "short", "busy", "idle"]);
});

it("has those agents first who are here, then those with most who wait", () => {
  const agents = [
    agent({ userId: "gone", status: "offline", open: 9 }),
    agent({ userId: "b" }),
    agent({ userId: "a" }),
    agent({ userId: "away", status: "away" }),
    agent({ userId: "waited", waiting: 2 }),
  ];
  expect(agentsInOrder(agents, (id) => id).map(({ userId }) => userId)).toEqual([
    "waited",
    "a",
    "b",
    "away",
    "gone",
  ]);
});
