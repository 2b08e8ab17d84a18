/** The agents' report joins people, their tickets, their presence and their ratings. */

import { expect, it } from "vitest";
import { agentRows } from "./agents";
import type { Rating } from "./data";

const person = (id: string, more: Partial<{ status: string; role: string }> = {}) => ({
  id,
  name: `Pessoa ${id}`,
  status: "active",
  role: "agent",
  ...more,
});
const rating = (agentId: string | null, score: number | null) => ({ agentId, score }) as Rating;

it("has a row for each who works with customers, the busiest first", () => {
  const rows = agentRows(
    [person("a"), person("b"), person("gone", { status: "disabled" }), person("viewer", { role: "viewer" })],
    [{ id: "b", tickets: 4 }],
    [{ userId: "a", status: "online" }],
    [rating("a", 5), rating("a", 4), rating(null, 1), rating("b", null)],
  );
  expect(rows).toEqual([
    { id: "b", name: "Pessoa b", status: "offline", tickets: 4, ratings: 0, score: undefined },
    { id: "a", name: "Pessoa a", status: "online", tickets: 0, ratings: 2, score: 4.5 },
  ]);
});

it("shows somebody who has left and still has tickets", () => {
  const rows = agentRows([person("gone", { status: "disabled" })], [{ id: "gone", tickets: 1 }], [], []);
  expect(rows.map(({ id }) => id)).toEqual(["gone"]);
});
