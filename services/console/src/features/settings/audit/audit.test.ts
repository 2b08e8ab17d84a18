/** What the audit log asks for, and that each action has words. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ACTION_GROUPS, wordsOfAction } from "./actions";
import { auditQuery } from "./data";
import en from "./messages/en.json";
import pt from "./messages/pt.json";
import { auditSearch } from "./search";

describe("actions", () => {
  const document = JSON.parse(readFileSync("../../docs/openapi/auth.json", "utf8"));
  const known: string[] = document.components.schemas.AuditRead.properties.action.enum;

  it("are all in one group each", () => {
    const grouped = ACTION_GROUPS.flatMap((group) => group.actions as readonly string[]);
    expect([...grouped].sort()).toEqual([...known].sort());
  });

  it.each([pt, en])("have words", (messages) => {
    expect(Object.keys(messages.actions).sort()).toEqual(known.map(wordsOfAction).sort());
  });
});

describe("filters", () => {
  it("are days of the company's calendar, the last one in whole", () => {
    const query = auditQuery({ from: "2026-11-01", to: "2026-11-30" }, "America/Sao_Paulo");
    expect(query.from).toBe("2026-11-01T03:00:00.000Z");
    expect(query.to).toBe("2026-12-01T03:00:00.000Z");
  });

  it("of an address are taken only if they fit", () => {
    expect(auditSearch({ action: "user.changed", from: "2026-11-01", actor: "1; drop", to: 7 })).toEqual({
      action: "user.changed",
      from: "2026-11-01",
    });
  });
});
