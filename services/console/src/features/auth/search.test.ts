import { describe, expect, it } from "vitest";
import { entrySearch, linkToken } from "./search";

describe("where to go on after signing in", () => {
  it.each(["/contacts", "/inbox/1?view=mine&q=ana", "/"])("takes %s", (next) => {
    expect(entrySearch({ next })).toEqual({ next });
  });

  it.each([
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "javascript:alert(1)",
    "contacts",
    7,
    "/login?next=/",
  ])("does not take %s", (next) => {
    expect(entrySearch({ next })).toEqual({});
  });
});

describe("tokens of links", () => {
  it("are behind the hash, whole or not there", () => {
    expect(linkToken("#token=abc-DEF_1")).toBe("abc-DEF_1");
    expect(linkToken("token=abc")).toBe("abc");
    expect(linkToken("")).toBeUndefined();
    expect(linkToken("#token=")).toBeUndefined();
  });
});
