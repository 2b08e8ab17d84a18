import { describe, expect, it } from "vitest";
import type { Permission } from "@/shared/api/browserSession";
import { pageAt, visibleGroups } from "./pages";

const AGENT = new Set<Permission>(["self", "company:read", "users:read", "tickets:read", "optouts:read"]);

describe("what a person may see of the settings", () => {
  it("is listed, and nothing else", () => {
    const pages = visibleGroups(AGENT).flatMap((group) => group.pages.map((page) => page.id));
    expect(pages).toEqual(["me", "sessions", "company", "team", "quickReplies", "tags", "macros", "optOuts"]);
  });

  it("goes by the page of the address", () => {
    expect(pageAt("/settings/audit")?.permission).toBe("audit:read");
    expect(pageAt("/settings/audit/1")?.id).toBe("audit");
    expect(pageAt("/settings")).toBeUndefined();
  });
});
