/** A browser's session: tokens before they end, several tabs, and the three ends of a session. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { tabs } from "../testing/channel";
import { answer, browserSession, problem } from "../testing/people";
import { NetworkError } from "./problems";
import { SessionManager } from "./sessionManager";

type Server = (path: string, body: unknown) => Response | Promise<Response>;

function browser(server: Server) {
  const shared = tabs();
  const asked: string[] = [];
  const tab = () =>
    new SessionManager({
      fetch: async (path, init) => {
        asked.push(path.replace("/api/v1/auth/web", ""));
        return server(path, JSON.parse(String(init.body)));
      },
      locked: shared.locked,
      channel: shared.channel(),
      now: () => Date.now(),
      language: () => "pt-BR",
    });
  return { tab, asked };
}

/** A server that gives a new token each time. */
function counting(): Server {
  let count = 0;
  return (path) => {
    if (path.endsWith("/logout")) return answer(undefined, 204);
    count += 1;
    return answer(browserSession({ accessToken: `token-${count}` }));
  };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a token", () => {
  it("is asked for once, however many ask at the same time", async () => {
    const { tab, asked } = browser(counting());
    const one = tab();
    expect(await Promise.all([one.token(), one.token(), one.token()])).toEqual([
      "token-1",
      "token-1",
      "token-1",
    ]);
    expect(asked).toEqual(["/refresh"]);
  });

  it("is replaced a minute before it ends, without being asked for", async () => {
    const { tab, asked } = browser(counting());
    const one = tab();
    await one.start();
    await vi.advanceTimersByTimeAsync(839_000);
    expect(asked).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(2000);
    expect(asked).toHaveLength(2);
    expect(await one.token()).toBe("token-2");
  });

  it("that lives still is used while the server is away", async () => {
    let isAway = false;
    const { tab } = browser(() => {
      if (isAway) throw new TypeError("Failed to fetch");
      return answer(browserSession());
    });
    const one = tab();
    await one.start();
    isAway = true;
    await vi.advanceTimersByTimeAsync(850_000);
    expect(await one.token()).toBe("token-1");
    await vi.advanceTimersByTimeAsync(60_000);
    await expect(one.token()).rejects.toBeInstanceOf(NetworkError);
    expect(one.current.kind).toBe("signed-in");
    isAway = false;
    expect(await one.token()).toBe("token-1");
  });
});

describe("two tabs", () => {
  it("refresh one after the other, the second with what the first got", async () => {
    const { tab, asked } = browser(counting());
    const [one, two] = [tab(), tab()];
    await Promise.all([one.start(), two.start()]);
    const before = asked.length;
    await vi.advanceTimersByTimeAsync(841_000);
    expect(asked.length - before).toBe(1);
    expect(await one.token()).toBe(await two.token());
  });

  it("are signed out together, and forget what was typed", async () => {
    const { tab } = browser(counting());
    const [one, two] = [tab(), tab()];
    await one.start();
    await two.start();
    const forget = vi.fn(async () => undefined);
    two.onSignOut(forget);
    await one.logout();
    await vi.advanceTimersByTimeAsync(0);
    expect(two.current).toEqual({ kind: "signed-out", why: "signed-out" });
    expect(forget).toHaveBeenCalledOnce();
    expect(await two.token()).toBeUndefined();
  });

  it("go on as the same person when one of them enters another company", async () => {
    const other = browserSession({ user: { ...browserSession().user, id: "u2" }, accessToken: "other" });
    const { tab } = browser((path) => answer(path.endsWith("/switch") ? other : browserSession()));
    const [one, two] = [tab(), tab()];
    await one.start();
    await two.start();
    const replaced = vi.fn();
    two.onReplaced(replaced);
    await vi.advanceTimersByTimeAsync(1000);
    await one.switchCompany("c2");
    await vi.advanceTimersByTimeAsync(0);
    expect(replaced).toHaveBeenCalledOnce();
    expect(await two.token()).toBe("other");
  });
});

describe("the end of a session", () => {
  it("is none where there was none", async () => {
    const { tab } = browser(() => answer(undefined, 204));
    const one = tab();
    expect(await one.start()).toEqual({ kind: "signed-out", why: "none" });
  });

  it("that the server says keeps what was typed", async () => {
    let isOver = false;
    const { tab } = browser(() => (isOver ? problem(401, "session-revoked") : answer(browserSession())));
    const one = tab();
    const forget = vi.fn(async () => undefined);
    one.onSignOut(forget);
    await one.start();
    isOver = true;
    await one.refresh();
    expect(one.current).toEqual({ kind: "signed-out", why: "revoked" });
    expect(forget).not.toHaveBeenCalled();
  });

  it("is over in all tabs, also where the browser cannot forget what it keeps", async () => {
    const { tab } = browser(counting());
    const [one, two] = [tab(), tab()];
    for (const each of [one, two]) {
      each.onSignOut(() => Promise.reject(new DOMException("no", "InvalidStateError")));
      await each.start();
    }
    await one.logout();
    await vi.advanceTimersByTimeAsync(0);
    for (const each of [one, two]) expect(each.current).toEqual({ kind: "signed-out", why: "signed-out" });
  });

  it("is not believed while the server cannot be reached", async () => {
    let isAway = false;
    const { tab } = browser(() => {
      if (isAway) throw new TypeError("Failed to fetch");
      return answer(browserSession());
    });
    const one = tab();
    await one.start();
    isAway = true;
    await expect(one.logout()).rejects.toBeInstanceOf(NetworkError);
    expect(one.current.kind).toBe("signed-in");
  });

  it("leaves room for another person, whose pages are no replacement", async () => {
    const { tab } = browser((path, body) => {
      if (path.endsWith("/logout")) return answer(undefined, 204);
      const { email } = body as { email?: string };
      return answer(browserSession({ user: { ...browserSession().user, id: email ?? "u1" } }));
    });
    const one = tab();
    await one.start();
    const replaced = vi.fn();
    one.onReplaced(replaced);
    await one.logout();
    await one.login({ email: "u2", password: "x" });
    expect(replaced).not.toHaveBeenCalled();
    expect(one.latest?.user.id).toBe("u2");
  });
});
