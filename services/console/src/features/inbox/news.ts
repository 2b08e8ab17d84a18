/**
 * What the sockets told of tickets, for as long as an older answer may still be on its way. Of two states of a ticket the
 * one with the higher revision counts, wherever it came from; of a removal, of messages and of names the later event.
 * The order in which they arrive makes no difference.
 */

import type { Update } from "@/shared/realtime/sockets";
import { byInstant, type LastMessage, type Ticket, type TicketRow } from "./rules";

type Message = Update<"chat", "message.created">["message"];
type Contact = Pick<Update<"chat", "contact.updated">["contact"], "id" | "name" | "phone" | "blockedAt">;

interface Told {
  /** Null: it is no longer to be seen. */
  ticket: Ticket | null;
  /** The event's number; 0 for an answer. */
  event: number;
  /** When we learnt of it, as a count. */
  tick: number;
}

/** What is shown before the server has agreed to it. */
export type Patch = Partial<TicketRow>;

const REMEMBERED = 5_000;
const ROWS_REMEMBERED = 20_000;

/** How far a message has come; a state never goes back, but for `failed`, which can come after any. */
const RANK: Record<LastMessage["status"], number> = {
  queued: 0,
  unconfirmed: 1,
  accepted: 2,
  sent: 3,
  delivered: 4,
  read: 5,
  played: 6,
  failed: 7,
  returned: 7,
  suppressed: 7,
  received: 8,
  internal: 8,
};

export class News {
  private readonly tickets = new Map<string, Told>();
  private readonly messages = new Map<string, { message: LastMessage; event: number }>();
  private readonly contacts = new Map<string, { contact: Contact; event: number }>();
  /** Up to which of the customer's messages we have read, where that differs from the team. */
  private readonly readings = new Map<string, number>();
  private readonly rows = new Map<string, TicketRow>();
  private readonly patches = new Map<string, readonly Patch[]>();
  private ticks = 0;

  /** The count to compare with: what is learnt from now on has a higher one. */
  get tick(): number {
    return this.ticks;
  }

  /** Takes a ticket's new state; answers whether it is news. */
  ticket(ticket: Ticket, event = 0): boolean {
    const known = this.tickets.get(ticket.id);
    if (known?.ticket === null && known.event > event) return false;
    if (known?.ticket && known.ticket.revision >= ticket.revision) return false;
    this.remember(ticket.id, { ticket, event, tick: ++this.ticks });
    return true;
  }

  /** Takes that a ticket is no longer to be seen; answers whether it is news. */
  removed(ticketId: string, event: number): boolean {
    const known = this.tickets.get(ticketId);
    if (known && known.event > event) return false;
    this.remember(ticketId, { ticket: null, event, tick: ++this.ticks });
    return true;
  }

  /** Takes a message, new or changed; answers whether it is the last of its ticket. */
  message(message: Message, event: number): boolean {
    const { ticketId } = message;
    if (ticketId === null || message.target !== null || message.kind === "timeline") return false;
    const known = this.messages.get(ticketId);
    if (known) {
      const order = inOrder(message, known.message);
      if (order < 0 || (order === 0 && event <= known.event)) return false;
    }
    this.messages.delete(ticketId);
    this.messages.set(ticketId, { message: lastOf(message), event });
    forget(this.messages);
    this.ticks++;
    return true;
  }

  contact(contact: Contact, event: number): boolean {
    const known = this.contacts.get(contact.id);
    if (known && known.event >= event) return false;
    this.contacts.set(contact.id, { contact, event });
    forget(this.contacts);
    return true;
  }

  /** Takes that we have read a ticket, or all but `left` of the customer's messages. */
  read(ticket: Pick<Ticket, "id" | "inboundCount">, left = 0): void {
    this.readings.set(ticket.id, ticket.inboundCount - left);
    forget(this.readings);
  }

  /** Shows a change at once; returns how to take it back, when the server has agreed or refused. */
  patch(ticketId: string, patch: Patch): () => void {
    this.patches.set(ticketId, [...(this.patches.get(ticketId) ?? []), patch]);
    this.ticks++;
    return () => {
      const left = (this.patches.get(ticketId) ?? []).filter((one) => one !== patch);
      if (left.length > 0) this.patches.set(ticketId, left);
      else this.patches.delete(ticketId);
    };
  }

  /** Returns a row of an answer as it is by now; null if it has gone since the request of that count. */
  current(row: TicketRow, asked: number): TicketRow | null {
    const known = this.tickets.get(row.id);
    if (known?.ticket === null && known.tick > asked) return null;
    // Where both are the same, nothing says whether we have ever looked; then it goes by the team's.
    if (row.myUnread === row.unread) this.readings.delete(row.id);
    else this.readings.set(row.id, row.inboundCount - row.myUnread);
    this.keep(row);
    if (known?.ticket && known.ticket.revision > row.revision) return this.beside(known.ticket, row);
    return this.beside(row, row);
  }

  /** Keeps a row that a list still has, where it was forgotten here. */
  keep(row: TicketRow): void {
    this.rows.set(row.id, row);
    forget(this.rows, ROWS_REMEMBERED);
  }

  hasRow(ticketId: string): boolean {
    return this.rows.has(ticketId);
  }

  /** Returns a ticket's row as it is now; null if it has gone, undefined if nothing is known of it. */
  row(ticketId: string): TicketRow | null | undefined {
    const known = this.tickets.get(ticketId);
    if (known?.ticket === null) return null;
    const before = this.rows.get(ticketId);
    const ticket =
      known?.ticket && (!before || known.ticket.revision >= before.revision) ? known.ticket : before;
    return ticket && this.beside(ticket, before);
  }

  /** Returns whether what a row shows besides its ticket is not known yet: nobody told of its last message. */
  isBare(ticketId: string): boolean {
    return !this.rows.has(ticketId) && !this.messages.has(ticketId);
  }

  /** Returns the rows of tickets that we learnt of after the request of that count. */
  since(asked: number): TicketRow[] {
    const found: TicketRow[] = [];
    for (const [id, told] of this.tickets) {
      if (told.tick <= asked) continue;
      const row = this.row(id);
      if (row) found.push(row);
    }
    return found;
  }

  ticketsOfContact(contactId: string): string[] {
    const ids = new Set<string>();
    for (const [id, row] of this.rows) if (row.contact.id === contactId) ids.add(id);
    for (const [id, { ticket }] of this.tickets) if (ticket?.contact.id === contactId) ids.add(id);
    return [...ids];
  }

  clear(): void {
    const all = [this.tickets, this.messages, this.contacts, this.readings, this.rows, this.patches];
    for (const map of all) map.clear();
  }

  private beside(ticket: Ticket | TicketRow, before: TicketRow | undefined): TicketRow {
    const read = this.readings.get(ticket.id);
    const contact = this.contacts.get(ticket.contact.id)?.contact;
    const row: TicketRow = {
      ...ticket,
      contact: contact
        ? { id: contact.id, name: contact.name, phone: contact.phone, blockedAt: contact.blockedAt }
        : ticket.contact,
      myUnread: read === undefined ? ticket.unread : Math.max(0, ticket.inboundCount - read),
      lastMessage: later(this.messages.get(ticket.id)?.message ?? null, before?.lastMessage ?? null),
    };
    return Object.assign(row, ...(this.patches.get(ticket.id) ?? []));
  }

  private remember(ticketId: string, told: Told): void {
    this.tickets.delete(ticketId);
    this.tickets.set(ticketId, told);
    forget(this.tickets);
  }
}

/** Drops the oldest beyond what is remembered. */
function forget(map: Map<string, unknown>, most = REMEMBERED): void {
  if (map.size <= most) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}

function inOrder(a: { sentAt: string; id: string }, b: { sentAt: string; id: string }): number {
  return byInstant(a.sentAt, b.sentAt) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function later(told: LastMessage | null, answered: LastMessage | null): LastMessage | null {
  if (!told || !answered) return told ?? answered;
  const order = inOrder(told, answered);
  if (order !== 0) return order > 0 ? told : answered;
  return RANK[told.status] >= RANK[answered.status] ? told : answered;
}

function lastOf(message: Message): LastMessage {
  const { id, kind, direction, origin, authorId, text, status, sentAt, revokedAt } = message;
  return {
    id,
    kind,
    direction,
    origin,
    authorId,
    text: text?.slice(0, 160) ?? null,
    status,
    sentAt,
    revokedAt,
  };
}

/** The one of this page. */
export const news = new News();
