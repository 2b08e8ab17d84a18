/** Requests: a token, one repetition, and what an ended session and an absent network look like. */

import { describe, expect, it, vi } from "vitest";
import { answer, problem } from "../testing/people";
import { NetworkError } from "./problems";
import { transport } from "./transport";

function setUp(...answers: (Response | Error)[]) {
  let count = 1;
  const tokens = {
    token: vi.fn(async () => `token-${count}`),
    refresh: vi.fn(async () => {
      count += 1;
    }),
    revoked: vi.fn(async () => undefined),
  };
  const requests: Request[] = [];
  const send = transport(
    tokens,
    () => "pt-BR",
    async (request) => {
      requests.push(request.clone());
      const given = answers.shift();
      if (given instanceof Error) throw given;
      return given ?? answer({});
    },
  );
  const post = () => send(new Request("http://x/api/v1/tags", { method: "POST", body: '{"name":"a"}' }));
  return { post, requests, tokens };
}

const sentWith = (requests: Request[]) => requests.map((request) => request.headers.get("authorization"));

describe("a request", () => {
  it("has the token and the language", async () => {
    const { post, requests } = setUp();
    await post();
    expect(sentWith(requests)).toEqual(["Bearer token-1"]);
    expect(requests[0]?.headers.get("accept-language")).toBe("pt-BR");
  });

  it("is repeated once, whole, with a new token when the token has expired", async () => {
    const { post, requests, tokens } = setUp(problem(401, "token-expired"));
    expect((await post()).status).toBe(200);
    expect(sentWith(requests)).toEqual(["Bearer token-1", "Bearer token-2"]);
    expect(await requests[1]?.text()).toBe('{"name":"a"}');
    expect(tokens.revoked).not.toHaveBeenCalled();
  });

  it("is not repeated for ever", async () => {
    const { post, requests } = setUp(problem(401, "token-expired"), problem(401, "token-expired"));
    expect((await post()).status).toBe(401);
    expect(requests).toHaveLength(2);
  });

  it.each(["session-revoked", "invalid-token", "account-gone"])(
    "says that the session is over: %s",
    async (code) => {
      const { post, tokens } = setUp(problem(401, code));
      expect((await post()).status).toBe(401);
      expect(tokens.revoked).toHaveBeenCalledOnce();
    },
  );

  it("of an earlier session does not end the one that was opened since", async () => {
    const { post, tokens } = setUp(problem(401, "session-revoked"));
    tokens.token.mockResolvedValueOnce("token-0");
    expect((await post()).status).toBe(401);
    expect(tokens.revoked).not.toHaveBeenCalled();
  });

  it("with a wrong code of an authenticator ends no session", async () => {
    const { post, tokens } = setUp(problem(401, "wrong-code"));
    await post();
    expect(tokens.revoked).not.toHaveBeenCalled();
    expect(tokens.refresh).not.toHaveBeenCalled();
  });

  it("that gets no answer is a NetworkError", async () => {
    const { post } = setUp(new TypeError("Failed to fetch"));
    await expect(post()).rejects.toBeInstanceOf(NetworkError);
  });
});
