import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Permission } from "@/shared/api/browserSession";
import { SCOPE_GROUPS, scopesToGive, wordsOfScope } from "./scopes";

const PEOPLE_ONLY = ["self", "users:write", "apikeys:read", "apikeys:write"];

describe("what a key may do", () => {
  it("is every permission but those for people only", () => {
    const document = JSON.parse(readFileSync("../../docs/openapi/auth.json", "utf8"));
    const permissions: string[] = document.components.schemas.Permission.enum;
    const offered = SCOPE_GROUPS.flatMap((group) => group.scopes as readonly string[]);
    expect([...offered, ...PEOPLE_ONLY].sort()).toEqual([...permissions].sort());
  });

  it("is at most what its maker may", () => {
    const groups = scopesToGive(new Set<Permission>(["contacts:read", "reports:read", "self"]));
    expect(groups).toEqual([
      { id: "contacts", scopes: ["contacts:read"] },
      { id: "reports", scopes: ["reports:read"] },
    ]);
  });

  it("has words", () => {
    expect(wordsOfScope("contacts:read")).toBe("contactsRead");
  });
});
