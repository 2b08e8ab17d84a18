/** News of contacts in the lists that are shown. */

import { describe, expect, it } from "vitest";
import { type ContactPages, withContact } from "./data";
import { belongs, type Contact } from "./rules";

const contact = (id: string, createdAt: string, more: Partial<Contact> = {}): Contact => ({
  id,
  name: id,
  phone: null,
  waId: null,
  bsuid: null,
  lid: null,
  tags: [],
  customFields: {},
  optedOut: false,
  email: null,
  organization: null,
  externalId: null,
  avatarUrl: null,
  notes: null,
  blockedAt: null,
  revision: 1,
  createdAt,
  updatedAt: createdAt,
  ...more,
});

const OLD = contact("old", "2026-01-01T00:00:00Z", { tags: ["VIP"] });
const NEW = contact("new", "2026-01-02T00:00:00Z", { tags: ["VIP"] });
const PAGES: ContactPages = {
  pages: [{ items: [NEW] }, { items: [OLD] }],
  pageParams: [undefined, "next"],
};
const ids = (pages: ContactPages | undefined) => pages?.pages.map(({ items }) => items.map(({ id }) => id));

describe("withContact", () => {
  it("changes a row where it stands, by revision", () => {
    const later = { ...OLD, name: "Ana", revision: 3 };
    const pages = withContact(PAGES, {}, later);
    expect(pages?.pages[1]?.items[0]).toEqual(later);
    expect(pages?.pages[0]).toBe(PAGES.pages[0]);
    expect(withContact(pages, {}, { ...OLD, name: "earlier", revision: 2 })).toBe(pages);
  });

  it("takes away what no longer belongs, and keeps what only the server can tell", () => {
    const untagged = { ...OLD, tags: [], revision: 2 };
    expect(ids(withContact(PAGES, { tag: "vip" }, untagged))).toEqual([["new"], []]);
    expect(ids(withContact(PAGES, { q: "vip" }, untagged))).toEqual([["new"], ["old"]]);
  });

  it("puts who has just come on top, and nobody else", () => {
    const newest = contact("newest", "2026-01-03T00:00:00Z");
    expect(ids(withContact(PAGES, {}, newest))).toEqual([["newest", "new"], ["old"]]);
    expect(withContact(PAGES, { tag: "VIP" }, newest)).toBe(PAGES);
    expect(withContact(PAGES, { q: "x" }, newest)).toBe(PAGES);
    expect(withContact(PAGES, {}, contact("between", "2026-01-01T12:00:00Z"))).toBe(PAGES);
    expect(withContact(undefined, {}, newest)).toBeUndefined();
  });
});

describe("belongs", () => {
  it("knows tags in any letters, and blocking", () => {
    expect(belongs({ tag: "vip", blocked: false }, OLD)).toBe(true);
    expect(belongs({ blocked: true }, OLD)).toBe(false);
    expect(belongs({ email: "a@b.c" }, OLD)).toBeUndefined();
  });
});
