/** What agents are offered of queues and colleagues: nothing that reporting refuses. */

import { describe, expect, it } from "vitest";
import { agentsFor, queuesFor } from "./visibility";

const user = (id: string, role: string, status = "active") => ({ id, role, status });
const USERS = [
  user("ana", "agent"),
  user("rui", "agent"),
  user("bia", "owner"),
  user("leo", "viewer"),
  user("eva", "agent", "disabled"),
];
const QUEUES = [
  { id: "sales", memberIds: ["ana", "rui"] },
  { id: "support", memberIds: ["rui"] },
];
const idsOf = (list: readonly { id: string }[]) => list.map(({ id }) => id);

describe("an agent", () => {
  it("may ask for their own figures, and for those of their queues", () => {
    const ana = { id: "ana", role: "agent" };
    expect(idsOf(agentsFor(ana, USERS))).toEqual(["ana"]);
    expect(idsOf(queuesFor(ana, QUEUES))).toEqual(["sales"]);
    expect(idsOf(queuesFor({ id: "eva", role: "agent" }, QUEUES))).toEqual([]);
  });
});

describe.each(["owner", "admin", "viewer"])("a person who is %s", (role) => {
  it("may ask for everybody who has tickets, and for every queue", () => {
    const viewer = { id: "bia", role };
    expect(idsOf(agentsFor(viewer, USERS))).toEqual(["ana", "rui", "bia"]);
    expect(idsOf(queuesFor(viewer, QUEUES))).toEqual(["sales", "support"]);
  });
});
