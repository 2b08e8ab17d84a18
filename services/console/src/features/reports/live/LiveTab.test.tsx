/** The live tab and the wall: pushed figures, what is old, and what a connection that comes back does. */

import { act, screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { expectAccessible } from "@/shared/testing/axe";
import { problem } from "@/shared/testing/people";
import { renderAt } from "@/shared/testing/renderAt";
import type { ReportsSearch } from "../search";
import type { Live } from "./data";
import { LiveTab } from "./LiveTab";
import { STALE_MS } from "./rules";
import { ANA, live, QUEUE } from "./sample.testing";

const CHANNEL = "01a20000-0000-7000-8000-000000000003";

type Handler = (update: unknown) => void;

const socket = vi.hoisted(() => ({
  requests: [] as [string, unknown][],
  answer: { ok: true } as unknown,
  handlers: new Map<string, Set<(update: unknown) => void>>(),
}));

vi.mock("@/shared/realtime/sockets", () => ({
  useConnection: () => "live",
  useLive: () => undefined,
  realtime: {
    request: async (_: string, event: string, body: unknown) => {
      socket.requests.push([event, body]);
      return socket.answer;
    },
    on: (_: string, event: string, handler: Handler) => {
      const handlers = socket.handlers.get(event) ?? new Set();
      socket.handlers.set(event, handlers.add(handler));
      return () => void handlers.delete(handler);
    },
  },
}));

const push = (event: string, update: unknown = {}) =>
  act(async () => {
    for (const handler of socket.handlers.get(event) ?? []) handler(update);
  });

beforeEach(() => {
  socket.requests.length = 0;
  socket.answer = { ok: true };
  vi.useFakeTimers({ shouldAdvanceTime: true, now: new Date("2026-11-29T15:00:00Z") });
});

afterEach(() => {
  vi.useRealTimers();
});

function open(search: ReportsSearch = {}, answers: () => unknown = () => live()) {
  return renderAt(<LiveTab search={search} />, {
    path: "/reports/{-$tab}",
    at: "/reports/live",
    messages: ["reports", "reportsLive"],
    permissions: ["reports:read", "users:read", "tickets:read", "channels:read"],
    locale: "en",
    api: {
      "GET /api/v1/live": answers,
      "GET /api/v1/users": () => ({
        items: [{ id: ANA, name: "Ana Lima", role: "agent", status: "active" }],
        nextCursor: null,
      }),
      "GET /api/v1/channels": () => ({ items: [{ id: CHANNEL, name: "Loja" }], nextCursor: null }),
      "GET /api/v1/queues": () => ({ items: [{ id: QUEUE, name: "Vendas" }], nextCursor: null }),
    },
  });
}

const tile = async (name: string) =>
  (await screen.findAllByText(name)).find((one) => one.tagName === "DT")?.nextElementSibling?.textContent;

it("shows what was read, then what is pushed of the same filter", async () => {
  await open({ queue: QUEUE }, () => live({ queueId: QUEUE }));
  expect(await tile("Waiting for an answer")).toBe("4");
  expect(await tile("Longest wait")).toBe("12 min");
  expect(socket.requests[0]).toEqual(["live", { channelId: null, queueId: QUEUE }]);
  await push("live.changed", live({ queueId: QUEUE, waiting: 5 }));
  expect(await tile("Waiting for an answer")).toBe("5");
  await push("live.changed", live({ queueId: null, waiting: 99 }));
  expect(await tile("Waiting for an answer")).toBe("5");
  const queues = screen.getByRole("table", { name: "Queues" });
  expect(await within(queues).findByText("Vendas")).toBeDefined();
  const agents = screen.getByRole("table", { name: "Agents" });
  expect(await within(agents).findByText("Ana Lima")).toBeDefined();
  expect(within(agents).getByText("Available")).toBeDefined();
});

it.each([undefined, true as const])("says what it is narrowed to (wall: %s)", async (wall) => {
  await open({ wall, channel: CHANNEL, queue: QUEUE }, () => live({ channelId: CHANNEL, queueId: QUEUE }));
  expect(await screen.findByText("Channel: Loja · Queue: Vendas")).toBeDefined();
  // Messages have no queue: beside its tickets theirs would be read as its own.
  expect(await tile("Tickets opened")).toBe("31");
  for (const name of ["Messages per minute", "Messages received", "Messages sent"]) {
    expect(screen.queryByText(name)).toBeNull();
  }
});

it("has messages where it is narrowed to a channel or to nothing", async () => {
  const { unmount } = await open({ channel: CHANNEL }, () => live({ channelId: CHANNEL }));
  expect(await screen.findByText("Channel: Loja")).toBeDefined();
  expect(await tile("Messages received")).toBe("240");
  expect(await tile("Messages per minute")).toBe("12");
  unmount();
  await open();
  await tile("Messages sent");
  expect(screen.queryByText(/^Channel: /)).toBeNull();
});

it("asks again when the connection comes back, and no longer once it is left", async () => {
  const { unmount } = await open();
  await tile("Unassigned");
  await push("ready");
  expect(socket.requests.map(([event]) => event)).toEqual(["live", "live"]);
  unmount();
  expect(socket.requests.at(-1)?.[0]).toBe("unlive");
  expect([...(socket.handlers.get("live.changed") ?? [])]).toEqual([]);
});

it("asks again after it was refused for asking too often", async () => {
  socket.answer = { ok: false, code: "too-many-requests", detail: "" };
  await open();
  await tile("Unassigned");
  socket.answer = { ok: true };
  await act(() => vi.advanceTimersByTimeAsync(2500));
  expect(socket.requests.length).toBe(2);
});

it("says that nothing has come, asks by itself, and shows what comes then", async () => {
  let answer: () => unknown = () => live();
  const { asked } = await open({}, () => answer());
  await tile("Unassigned");
  answer = () => problem(503, "unavailable");
  await act(() => vi.advanceTimersByTimeAsync(STALE_MS + 1500));
  expect(screen.getByText(/No updates since/)).toBeDefined();
  expect(await tile("Waiting for an answer"), "the last known").toBe("4");
  expect(asked.filter(({ path }) => path === "/api/v1/live").length).toBeGreaterThan(1);
  expect(socket.requests.filter(([event]) => event === "live").length).toBe(2);
  await push("live.changed", live({ waiting: 2 }));
  await act(() => vi.advanceTimersByTimeAsync(1500));
  expect(screen.queryByText(/No updates since/)).toBeNull();
  expect(await tile("Waiting for an answer")).toBe("2");
});

it("goes on counting how long somebody waits", async () => {
  await open();
  await tile("Unassigned");
  for (let tens = 0; tens < 6; tens += 1) {
    await act(() => vi.advanceTimersByTimeAsync(10_000));
    const at = new Date(Date.parse("2026-11-29T15:00:00Z") + (tens + 1) * 10_000).toISOString();
    if (tens < 5) await push("live.changed", live({ at }));
  }
  await act(() => vi.advanceTimersByTimeAsync(1000));
  expect(await tile("Longest wait")).toBe("13 min");
});

it("says why there is nothing to show", async () => {
  const { unmount } = await open({}, () => problem(422, "invalid-input"));
  expect(await screen.findByRole("button", { name: "Try again" })).toBeDefined();
  unmount();
  await open({}, () => problem(403, "forbidden"));
  expect(await screen.findByText("You have no access to this page")).toBeDefined();
});

it("fills the screen for the room, and Escape leads back with the same filter", async () => {
  const queues = Array.from({ length: 9 }, (_, at) => ({
    ...(live().queues[0] as Live["queues"][number]),
    queueId: `${QUEUE.slice(0, -1)}${at}`,
  }));
  const { address, container } = await open({ wall: true, queue: QUEUE }, () =>
    live({ queueId: QUEUE, queues }),
  );
  expect(await screen.findByRole("heading", { level: 1, name: "Padaria" })).toBeDefined();
  expect(screen.getByText("and 1 more")).toBeDefined();
  await expectAccessible(container);
  const user = userEvent.setup({ advanceTimers: vi.advanceTimersByTime });
  await user.keyboard("{Escape}");
  expect(address()).toBe(`/reports/live?queue=${QUEUE}`);
});
