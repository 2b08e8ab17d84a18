/** What a form changes, what a filter asks for, and which values clash. */

import { describe, expect, it } from "vitest";
import {
  type Contact,
  changesOf,
  conflictsOf,
  draftOf,
  EMPTY_DRAFT,
  fieldsOf,
  filterOf,
  nameOf,
  newContactOf,
} from "./rules";
import { readContactsSearch } from "./search";

const CONTACT: Contact = {
  id: "c1",
  name: "Ana",
  phone: "+5511987654321",
  waId: null,
  bsuid: null,
  lid: null,
  tags: ["VIP", "Novo"],
  customFields: { cidade: "Recife", nivel: "Ouro" },
  optedOut: false,
  email: "ana@example.com",
  organization: null,
  externalId: null,
  avatarUrl: null,
  notes: null,
  blockedAt: null,
  revision: 3,
  createdAt: "2026-01-01T00:00:00Z",
  updatedAt: "2026-01-01T00:00:00Z",
};

describe("changesOf", () => {
  const before = draftOf(CONTACT);

  it("is nothing where nothing changed, however the number is spaced and the tags are sorted", () => {
    expect(changesOf(before, { ...before, phone: "+55 (11) 98765-4321", tags: ["Novo", "VIP"] })).toEqual({});
  });

  it("names only what changed, null for what was emptied", () => {
    const after = {
      ...before,
      name: " Ana Souza ",
      email: "",
      notes: "liga à tarde",
      customFields: { cidade: "Olinda", nivel: "", novo: " x " },
    };
    expect(changesOf(before, after)).toEqual({
      name: "Ana Souza",
      email: null,
      notes: "liga à tarde",
      customFields: { cidade: "Olinda", nivel: null, novo: "x" },
    });
  });
});

describe("newContactOf", () => {
  it("leaves out what is empty", () => {
    expect(
      newContactOf({ ...EMPTY_DRAFT, name: " Ana ", phone: "11987654321", customFields: { a: " ", b: "1" } }),
    ).toEqual({
      name: "Ana",
      phone: "11987654321",
      email: null,
      organization: null,
      externalId: null,
      notes: null,
      tags: [],
      customFields: { b: "1" },
    });
  });
});

describe("addresses", () => {
  it("keep what means something, also a number that is searched for", () => {
    expect(readContactsSearch({ q: 1198, tag: "  ", blocked: "maybe", tab: "files", other: 1 })).toEqual({
      q: "1198",
      tab: "files",
    });
    expect(filterOf({ q: "ana", blocked: "no", segment: "s1" })).toEqual({ q: "ana", blocked: false });
  });
});

describe("fields", () => {
  it("come in the company's order, then what the contact has besides", () => {
    const field = (name: string, position: number) => ({
      id: name,
      name,
      label: name,
      kind: "text" as const,
      options: [],
      position,
      revision: 1,
      createdAt: "",
      updatedAt: "",
    });
    const fields = fieldsOf([field("b", 2), field("a", 1)], { z: "1", b: "2" });
    expect(fields.map(({ name }) => name)).toEqual(["a", "b", "z"]);
  });
});

describe("merging", () => {
  it("asks about what both have, differently", () => {
    const other = { ...CONTACT, id: "c2", name: "Ana S.", email: null, notes: "x" };
    expect(conflictsOf(CONTACT, other)).toEqual(["name"]);
  });
});

describe("nameOf", () => {
  it("falls back to the number", () => {
    expect(nameOf({ name: " ", phone: "+1" }, (value) => `n${value}`, "?")).toBe("n+1");
    expect(nameOf({ name: null, phone: null }, String, "?")).toBe("?");
  });
});
