/** Lists that the server and this decide alike: `services/chat/tests/tickets/test_lists_of_the_console.py` asks the server. */

import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { belongs, compare, type Filter, type Ticket } from "./rules";
import { ticketRow } from "./sample";
import type { Sort } from "./search";

interface Sample {
  tickets: (Pick<Ticket, "id" | "number" | "status" | "lastMessageAt"> & { contactId: string })[];
  lists: { filter: Filter; sort: Sort; numbers: number[] }[];
}

const { tickets, lists } = JSON.parse(readFileSync("src/features/inbox/lists.sample.json", "utf8")) as Sample;
const rows = tickets.map(({ contactId, ...given }) =>
  ticketRow({ ...given, contact: { id: contactId, name: null, phone: null, blockedAt: null } }),
);

describe("what stands in a list, and in which order", () => {
  it.each(lists)("is the server's answer to $filter by $sort", ({ filter, sort, numbers }) => {
    const found = rows.filter((row) => belongs(row, { filter, sort }));
    expect(found.sort((a, b) => compare(a, b, sort)).map((row) => row.number)).toEqual(numbers);
  });
});
