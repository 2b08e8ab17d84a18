/** What the addresses of contacts hold: the filters, the segment, and what is shown of the contact that is open. */

export const CONTACT_TABS = ["details", "tickets", "files", "identity"] as const;
export type ContactTab = (typeof CONTACT_TABS)[number];

export interface ContactsSearch {
  q?: string;
  /** A tag's name. */
  tag?: string;
  blocked?: "yes" | "no";
  /** A saved segment, in place of the filters. */
  segment?: string;
  /** Of the open contact. */
  tab?: ContactTab;
}

const MOST_LETTERS = 100;

/** Reads an address that people may have changed; what means nothing is left out. */
export function readContactsSearch(given: Record<string, unknown>): ContactsSearch {
  const text = (value: unknown) => {
    // An address like `?q=123` is read as a number.
    const words = typeof value === "string" || typeof value === "number" ? String(value).trim() : "";
    return words === "" ? undefined : words.slice(0, MOST_LETTERS);
  };
  const search: ContactsSearch = {
    q: text(given.q),
    tag: text(given.tag),
    blocked: given.blocked === "yes" || given.blocked === "no" ? given.blocked : undefined,
    segment: text(given.segment),
    tab: CONTACT_TABS.find((tab) => tab === given.tab),
  };
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
}
