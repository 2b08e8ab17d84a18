/** A watch of live figures: one that ended asks for nothing more, and ends at the server, too. */

import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { watchLive } from "./watch";

const REFUSED = { ok: false, code: "too-many-requests", detail: "" };

const socket = vi.hoisted(() => ({
  asked: [] as [string, unknown][],
  answers: [] as unknown[],
}));

vi.mock("@/shared/realtime/sockets", () => ({
  realtime: {
    request: async (_: string, event: string, body: unknown) => {
      socket.asked.push([event, body]);
      return socket.answers.shift() ?? { ok: true };
    },
    on: () => () => undefined,
  },
}));

const events = () => socket.asked.map(([event]) => event);
const whole = { channelId: null, queueId: null };

beforeEach(() => {
  socket.asked.length = 0;
  socket.answers = [];
  vi.useFakeTimers();
});
afterEach(() => void vi.useRealTimers());

it("that was refused and left before the answer came is not asked for again", async () => {
  socket.answers = [REFUSED];
  const first = watchLive({ queue: "q1" }, vi.fn());
  first.stop();
  const second = watchLive({}, vi.fn());
  await vi.advanceTimersByTimeAsync(10_000);
  first.again();
  expect(socket.asked).toEqual([
    ["live", { channelId: null, queueId: "q1" }],
    ["unlive", {}],
    ["live", whole],
  ]);
  second.stop();
});

it("that was refused twice is asked for once more, not twice", async () => {
  socket.answers = [REFUSED, REFUSED];
  const watch = watchLive({}, vi.fn());
  watch.again();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(events()).toEqual(["live", "live", "live"]);
  watch.stop();
});

it("is ended again where that was refused", async () => {
  const watch = watchLive({}, vi.fn());
  await vi.advanceTimersByTimeAsync(0);
  socket.answers = [REFUSED];
  watch.stop();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(events()).toEqual(["live", "unlive", "unlive"]);
});

it("is not ended once another has taken its place", async () => {
  const first = watchLive({}, vi.fn());
  await vi.advanceTimersByTimeAsync(0);
  socket.answers = [REFUSED];
  first.stop();
  await vi.advanceTimersByTimeAsync(0);
  const second = watchLive({ queue: "q1" }, vi.fn());
  await vi.advanceTimersByTimeAsync(10_000);
  expect(events()).toEqual(["live", "unlive", "live"]);
  second.stop();
});
