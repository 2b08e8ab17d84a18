/** Creating requests: one key until there is an answer, a new one after it. */

import { describe, expect, it } from "vitest";
import { answer, problem } from "../testing/people";
import { withAttempts } from "./attempts";
import { NetworkError } from "./problems";

function setUp(...answers: (Response | Error)[]) {
  const keys: (string | null)[] = [];
  const clock = { now: 0 };
  const send = withAttempts(
    async (request) => {
      keys.push(request.headers.get("idempotency-key"));
      const given = answers.shift() ?? answer({});
      if (given instanceof Error) throw given;
      return given;
    },
    () => clock.now,
  );
  const post = (body: unknown = { name: "VIP" }, path = "/api/v1/tags", headers = {}) =>
    send(
      new Request(`http://x${path}`, {
        method: "POST",
        body: JSON.stringify(body),
        headers: { "content-type": "application/json", ...headers },
      }),
    );
  return { post, keys, clock };
}

describe("a request that creates something", () => {
  it.each([
    ["no answer", new NetworkError()],
    ["a proxy's error", problem(503, "unavailable")],
    ["the first one under way", problem(409, "idempotency-key-in-use")],
  ])("has the same key again after %s, and a new one once it was answered", async (_, first) => {
    const { post, keys } = setUp(first);
    await post().catch(() => undefined);
    await post();
    await post();
    expect(keys[0]).toBeTruthy();
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it("has a new key once it was refused", async () => {
    const { post, keys } = setUp(problem(409, "name-taken"));
    await post();
    await post();
    expect(keys[1]).not.toBe(keys[0]);
  });

  it("shares its key with the same one that was sent beside it, not with another", async () => {
    const { post, keys } = setUp();
    await Promise.all([post(), post(), post({ name: "Novo" })]);
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it("is meant anew after a while", async () => {
    const { post, keys, clock } = setUp(new NetworkError());
    await post().catch(() => undefined);
    clock.now = 10 * 60_000;
    await post();
    expect(keys[1]).not.toBe(keys[0]);
  });

  it("keeps the key that its form gave it", async () => {
    const { post, keys } = setUp();
    await post({}, "/api/v1/campaigns", { "idempotency-key": "own" });
    expect(keys).toEqual(["own"]);
  });

  it("has none when it signs in, or is a message with an identity of its own", async () => {
    const { post, keys } = setUp();
    await post({ password: "x" }, "/api/v1/auth/password");
    await post({ clientMessageId: "m1" }, "/api/v1/tickets/t1/messages");
    expect(keys).toEqual([null, null]);
  });
});
