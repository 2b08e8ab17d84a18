/** The connection: where it goes on, what the bar says, and new tokens. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { socketServer } from "../testing/socketServer";
import { SocketManager } from "./socketManager";

function setUp() {
  const there = socketServer();
  let count = 0;
  const credentials = {
    token: vi.fn(async () => `token-${count}`),
    refresh: vi.fn(async () => {
      count += 1;
    }),
  };
  const manager = new SocketManager(there.open, credentials);
  const states: string[] = [];
  manager.subscribeState(() => states.push(manager.state));
  return { manager, states, credentials, ...there };
}

async function live() {
  const all = setUp();
  const started = all.manager.start(["chat", "channels"]);
  await vi.advanceTimersByTimeAsync(0);
  all.of("chat").send("ready", { lastEventId: 10 });
  all.of("channels").send("ready", { lastEventId: 10 });
  await started;
  all.states.length = 0;
  return all;
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the start", () => {
  it("waits until every namespace is ready", async () => {
    const { manager, of } = setUp();
    const done = vi.fn();
    void manager.start(["chat", "channels"]).then(done);
    await vi.advanceTimersByTimeAsync(0);
    of("chat").send("ready", { lastEventId: 10 });
    await vi.advanceTimersByTimeAsync(100);
    expect(done).not.toHaveBeenCalled();
    of("channels").send("ready", { lastEventId: 10 });
    await vi.advanceTimersByTimeAsync(0);
    expect(done).toHaveBeenCalled();
    expect(manager.state).toBe("live");
  });

  it("does not hold up a screen for long, and reads again once it is there", async () => {
    const { manager, of, server } = setUp();
    server.isReachable = false;
    const done = vi.fn();
    const resync = vi.fn();
    manager.onResync(resync);
    void manager.start(["chat"]).then(done);
    await vi.advanceTimersByTimeAsync(3100);
    expect(done).toHaveBeenCalled();
    expect(manager.state).toBe("away");
    server.isReachable = true;
    manager.hurry();
    await vi.advanceTimersByTimeAsync(0);
    expect(resync).not.toHaveBeenCalled();
    of("chat").send("ready", { lastEventId: 10 });
    expect(manager.state).toBe("live");
    expect(resync).toHaveBeenCalledOnce();
  });
});

describe("an interruption", () => {
  it("goes on after the last update of each namespace", async () => {
    const { of } = await live();
    of("chat").send("ticket.updated", { id: 17 });
    of("channels").send("channel.changed", { id: 12 });
    for (const name of ["chat", "channels"]) {
      of(name).lose();
      of(name).connect();
    }
    await vi.advanceTimersByTimeAsync(0);
    expect(of("chat").handshakes.at(-1)).toEqual({ token: "token-0", lastEventId: 17 });
    expect(of("channels").handshakes.at(-1)).toEqual({ token: "token-0", lastEventId: 12 });
  });

  it("at a token's end is over at once and is not shown", async () => {
    const { of, states } = await live();
    of("chat").end();
    await vi.advanceTimersByTimeAsync(0);
    expect(of("chat").connected).toBe(true);
    of("chat").send("ready", { lastEventId: 18 });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(states).toEqual([]);
  });

  it("that comes again at once is not answered at once for ever", async () => {
    const { of } = await live();
    const chat = of("chat");
    const before = chat.handshakes.length;
    for (let count = 0; count < 5; count += 1) {
      if (chat.connected) chat.end();
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(chat.handshakes.length - before).toBe(1);
    await vi.advanceTimersByTimeAsync(5000);
    expect(chat.connected).toBe(true);
    chat.send("ready", { lastEventId: 18 });
    chat.end();
    await vi.advanceTimersByTimeAsync(0);
    expect(chat.connected).toBe(true);
  });

  it("of more than three seconds says away, then catching up, then nothing", async () => {
    const { of, states, server } = await live();
    server.isReachable = false;
    of("chat").lose();
    await vi.advanceTimersByTimeAsync(2900);
    expect(states).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect(states).toEqual(["away"]);
    server.isReachable = true;
    of("chat").connect();
    await vi.advanceTimersByTimeAsync(5000);
    expect(states).toEqual(["away", "catching-up"]);
    of("chat").send("ready", { lastEventId: 30 });
    expect(states).toEqual(["away", "catching-up", "live"]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(states).toHaveLength(3);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("that missed too much has everything read again, and goes on from there", async () => {
    const { manager, of } = await live();
    const resync = vi.fn();
    manager.onResync(resync);
    of("chat").send("resync", { lastEventId: 500 });
    expect(resync).toHaveBeenCalledOnce();
    of("chat").end();
    await vi.advanceTimersByTimeAsync(0);
    expect(of("chat").handshakes.at(-1)).toMatchObject({ lastEventId: 500 });
  });
});

describe("a refusal", () => {
  it("of an old token is answered with a new one", async () => {
    const { of, credentials } = await live();
    of("chat").refuse("token-expired");
    await vi.advanceTimersByTimeAsync(1);
    expect(credentials.refresh).toHaveBeenCalledOnce();
    expect(of("chat").handshakes.at(-1)).toMatchObject({ token: "token-1" });
  });

  it("of every new token is not answered at once for ever", async () => {
    const { of, credentials } = await live();
    for (let count = 0; count < 5; count += 1) {
      if (of("chat").connected || count === 0) of("chat").refuse("token-expired");
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(credentials.refresh).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(5000);
    expect(of("chat").connected).toBe(true);
  });

  it("of a namespace that one may not have leaves the others live", async () => {
    const { manager, of } = await live();
    of("channels").refuse("forbidden");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(manager.state).toBe("live");
    expect(of("channels").connected).toBe(false);
  });

  it("for too many sockets is tried again half a minute later", async () => {
    const { of } = await live();
    of("chat").refuse("too-many-sockets");
    await vi.advanceTimersByTimeAsync(29_000);
    expect(of("chat").connected).toBe(false);
    await vi.advanceTimersByTimeAsync(2000);
    expect(of("chat").connected).toBe(true);
  });
});

describe("listening", () => {
  it("connects a namespace while somebody needs it", async () => {
    const { manager, of, states } = await live();
    const seen: unknown[] = [];
    const stop = manager.on("campaigns", "campaign.progress", ((update: unknown) =>
      seen.push(update)) as never);
    const other = manager.on("campaigns", "campaign.finished", (() => undefined) as never);
    await vi.advanceTimersByTimeAsync(0);
    const campaigns = of("campaigns");
    campaigns.send("ready", { lastEventId: 10 });
    campaigns.send("campaign.progress", { id: 11 });
    stop();
    stop();
    expect(campaigns.connected).toBe(true);
    campaigns.send("campaign.progress", { id: 12 });
    other();
    expect(campaigns.connected).toBe(false);
    expect(seen).toEqual([{ id: 11 }]);
    expect(states).toEqual([]);
  });

  it("renews over one namespace for all of them", async () => {
    const { manager, of } = await live();
    await manager.renew();
    const requests = [...of("chat").requests, ...of("channels").requests];
    expect(requests).toEqual([["renew", { token: "token-0" }]]);
  });

  it("stops at the end of the session and begins anew with the next", async () => {
    const { manager, of, sockets } = await live();
    of("chat").send("ticket.updated", { id: 17 });
    const old = of("chat");
    manager.stop();
    expect(old.connected).toBe(false);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(manager.state).toBe("connecting");
    void manager.start(["chat"]);
    await vi.advanceTimersByTimeAsync(0);
    expect(sockets.chat?.handshakes).toEqual([{ token: "token-0" }]);
  });
});
