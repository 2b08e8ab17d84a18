import { describe, expect, it } from "vitest";
import type { Permission } from "@/shared/api/browserSession";
import { lacks, visibleGroups } from "./pages";

const AGENT = new Set<Permission>(["self", "company:read", "users:read", "tickets:read", "optouts:read"]);

describe("what a person may see of the settings", () => {
  it("is listed, and nothing else", () => {
    const pages = visibleGroups(AGENT).flatMap((group) => group.pages.map((page) => page.id));
    expect(pages).toEqual(["me", "sessions", "company", "team", "quickReplies", "tags", "macros", "optOuts"]);
  });

  it("is what opens", () => {
    expect(lacks(AGENT, "/settings/audit")).toBe(true);
    expect(lacks(AGENT, "/settings/audit/1")).toBe(true);
    expect(lacks(AGENT, "/settings/team")).toBe(false);
    expect(lacks(AGENT, "/settings")).toBe(false);
  });
});
