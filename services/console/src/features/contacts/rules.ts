/** What is decided about contacts without asking anybody: names, filters, and what a form changes. */

import type { AnswerOf, RequestOf } from "@/shared/api/client";
import type { ContactField } from "@/shared/api/lookups";
import { phone } from "@/shared/format/format";
import type { ContactsSearch } from "./search";

export type Contact = AnswerOf<"contacts.get">;
export type SegmentContact = AnswerOf<"segments.listContacts">["items"][number];
export type ContactFilter = NonNullable<Extract<RequestOf<"bulk.contacts">, { action: "delete" }>["filter"]>;

/** A contact as the table shows it; what a segment does not tell is absent. */
export interface ContactRow {
  id: string;
  name: string | null;
  phone: string | null;
  tags: readonly string[];
  optedOut: boolean;
  email?: string | null;
  organization?: string | null;
  blockedAt?: string | null;
  createdAt?: string;
  revision?: number;
}

/** How a person is named: their name, else their number, else `unknown`. */
export function nameOf(
  contact: { name: string | null; phone: string | null },
  format: (value: string) => string,
  unknown: string,
): string {
  return contact.name?.trim() || (contact.phone ? format(contact.phone) : unknown);
}

/** The filter of an address, as the list, the export and bulk actions take it. */
export function filterOf({ q, tag, blocked }: ContactsSearch): ContactFilter {
  return {
    ...(q && { q }),
    ...(tag && { tag }),
    ...(blocked && { blocked: blocked === "yes" }),
  };
}

/** Whether a contact belongs to what a filter finds; undefined where only the server's search knows. */
export function belongs(filter: ContactFilter, contact: Contact): boolean | undefined {
  const { tag, blocked } = filter;
  if (tag && !contact.tags.some((name) => name.toLowerCase() === tag.toLowerCase())) return false;
  if (typeof blocked === "boolean" && blocked !== (contact.blockedAt !== null)) return false;
  return filter.q || filter.email || filter.externalId ? undefined : true;
}

export function isFiltered(search: ContactsSearch): boolean {
  return Boolean(search.q || search.tag || search.blocked || search.segment);
}

/** What the form of a contact holds. */
export interface ContactDraft {
  name: string;
  phone: string;
  email: string;
  organization: string;
  externalId: string;
  notes: string;
  tags: string[];
  customFields: Record<string, string>;
}

export const EMPTY_DRAFT: ContactDraft = {
  name: "",
  phone: "",
  email: "",
  organization: "",
  externalId: "",
  notes: "",
  tags: [],
  customFields: {},
};

export function draftOf(contact: Contact): ContactDraft {
  return {
    name: contact.name ?? "",
    phone: contact.phone ? phone(contact.phone) : "",
    email: contact.email ?? "",
    organization: contact.organization ?? "",
    externalId: contact.externalId ?? "",
    notes: contact.notes ?? "",
    tags: [...contact.tags],
    customFields: { ...contact.customFields },
  };
}

const REMOVABLE = ["email", "organization", "externalId", "notes"] as const;

/** What a form changes about a contact: only that is sent, so that what others changed meanwhile stays. */
export function changesOf(before: ContactDraft, after: ContactDraft): RequestOf<"contacts.update"> {
  const changes: RequestOf<"contacts.update"> = {};
  if (after.name.trim() !== before.name) changes.name = after.name.trim();
  if (digits(after.phone) !== digits(before.phone)) changes.phone = after.phone.trim();
  for (const field of REMOVABLE) {
    const value = after[field].trim();
    if (value !== before[field]) changes[field] = value === "" ? null : value;
  }
  if (!sameTags(before.tags, after.tags)) changes.tags = after.tags;
  const fields: Record<string, string | null> = {};
  for (const name of new Set([...Object.keys(before.customFields), ...Object.keys(after.customFields)])) {
    const value = after.customFields[name]?.trim() ?? "";
    if (value !== (before.customFields[name] ?? "")) fields[name] = value === "" ? null : value;
  }
  if (Object.keys(fields).length > 0) changes.customFields = fields;
  return changes;
}

/** What the form of a new contact asks for. */
export function newContactOf(draft: ContactDraft): RequestOf<"contacts.create"> {
  const customFields = Object.fromEntries(
    Object.entries(draft.customFields)
      .map(([name, value]) => [name, value.trim()])
      .filter(([, value]) => value !== ""),
  );
  return {
    name: draft.name.trim(),
    phone: draft.phone.trim(),
    email: draft.email.trim() || null,
    organization: draft.organization.trim() || null,
    externalId: draft.externalId.trim() || null,
    notes: draft.notes.trim() || null,
    tags: draft.tags,
    customFields,
  };
}

const digits = (typed: string) => typed.replace(/\D/g, "");

function sameTags(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && [...a].sort().join("\n") === [...b].sort().join("\n");
}

/** The fields of a form: those the company has defined, in their order, then what the contact has besides. */
export function fieldsOf(defined: readonly ContactField[], has: Record<string, string>): ContactField[] {
  const known = new Set(defined.map(({ name }) => name));
  const others = Object.keys(has)
    .filter((name) => !known.has(name))
    .sort((a, b) => a.localeCompare(b));
  return [
    ...[...defined].sort((a, b) => a.position - b.position),
    ...others.map(
      (name): ContactField => ({
        id: `other-${name}`,
        name,
        label: name,
        kind: "text",
        options: [],
        position: 0,
        revision: 0,
        createdAt: "",
        updatedAt: "",
      }),
    ),
  ];
}

/** What two contacts have that cannot both stay: the fields to choose from when they are merged. */
export const MERGE_FIELDS = [
  "name",
  "phone",
  "email",
  "organization",
  "externalId",
  "avatarUrl",
  "notes",
] as const;
export type MergeField = (typeof MERGE_FIELDS)[number];

export function conflictsOf(stays: Contact, goes: Contact): MergeField[] {
  return MERGE_FIELDS.filter((field) => stays[field] && goes[field] && stays[field] !== goes[field]);
}
