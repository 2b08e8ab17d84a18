/** Lookups follow the sockets: shuffled and doubled updates end in the same list. */

import { QueryClient } from "@tanstack/react-query";
import { describe, expect, it } from "vitest";
import { lookupKeys, type Queue } from "../api/lookups";
import { followLookups } from "./lookupsLive";
import type { realtime } from "./sockets";

type On = (namespace: string, event: string, handler: (update: unknown) => void) => () => void;

function setUp() {
  const client = new QueryClient();
  const handlers = new Map<string, (update: unknown) => void>();
  const on: On = (_namespace, event, handler) => {
    handlers.set(event, handler);
    return () => handlers.delete(event);
  };
  const stop = followLookups(client, { on } as unknown as Pick<typeof realtime, "on">);
  const hear = (event: string, update: unknown) => handlers.get(event)?.(update);
  return { client, hear, stop, handlers };
}

const queue = (id: string, revision: number, more: Partial<Queue> = {}) =>
  ({ id, revision, name: `Fila ${id}`, position: 0, archivedAt: null, ...more }) as Queue;

const updates = [
  queue("a", 2, { name: "Vendas" }),
  queue("a", 3, { name: "Vendas SP", position: 5 }),
  queue("b", 4, { position: 1 }),
  queue("c", 5, { position: 2 }),
  queue("c", 6, { position: 2, archivedAt: "2026-01-01T00:00:00Z" }),
];

/** All orders of what is given. */
function orders<T>(items: T[]): T[][] {
  if (items.length < 2) return [items];
  return items.flatMap((item, at) => orders(items.toSpliced(at, 1)).map((rest) => [item, ...rest]));
}

describe("followLookups", () => {
  it("ends in the same list whatever the order", () => {
    for (const order of orders(updates)) {
      const { client, hear } = setUp();
      client.setQueryData(lookupKeys.queues, [queue("a", 1)]);
      for (const one of [...order, ...order]) hear("queue.updated", { queue: one });
      const names = client.getQueryData<Queue[]>(lookupKeys.queues)?.map(({ name }) => name);
      expect(names).toEqual(["Fila b", "Vendas SP"]);
    }
  });

  it("reads nothing that nobody has asked for", () => {
    const { client, hear } = setUp();
    hear("queue.updated", { queue: queue("a", 1) });
    expect(client.getQueryData(lookupKeys.queues)).toBeUndefined();
  });

  it("marks lists to be read again of which an update does not say what is in them", () => {
    const { client, hear } = setUp();
    client.setQueryData(lookupKeys.users, []);
    hear("user.changed", { userId: "u1", revision: 2 });
    expect(client.getQueryState(lookupKeys.users)?.isInvalidated).toBe(true);
  });

  it("stops", () => {
    const { stop, handlers } = setUp();
    stop();
    expect(handlers.size).toBe(0);
  });
});
