"""Tickets that ask for attention: customers are asked for a queue, greeted, or learn that nobody works.

The statement that stores a ticket with a customer's message marks it, where a company has rules that need
it. What is said is queued in the transaction that takes the mark away, so that it is said once.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.messaging import outbox
from chat.contacts import service as contacts
from chat.messages import service as messages
from chat.policies import menus
from chat.policies import service as policies
from chat.queues import service as queues
from chat.tickets import automatic, domain, timeline
from chat.tickets.answering import (
    MOST_IN_AN_HOUR,
    Outcome,
    Routing,
    Rules,
    Situation,
    Words,
    Written,
    attend,
)
from chat.tickets.automatic import Automatic
from chat.tickets.domain import TicketStatus
from chat.tickets.events import ticket_changed, tickets_updated
from chat.tickets.repository import routing as repository
from chat.tickets.repository import tickets as stored_tickets
from chat.tickets.service import state_of

if TYPE_CHECKING:
    from chat.contacts.models import Contact
    from chat.tickets.models import Ticket

EACH: Final = 10
"""Tickets of a company in a round: as long a transaction as others wait for at most."""
_ATTENDED: Final = frozenset({TicketStatus.PENDING, TicketStatus.OPEN})


async def companies(session: AsyncSession, after: UUID, most: int, _: datetime) -> list[UUID]:
    """Return some companies behind one, in their order, with tickets that ask for attention."""
    return await repository.asking(session, after, most)


async def attend_to_some(session: AsyncSession, companies: Sequence[UUID], now: datetime) -> bool:
    """Attend to some tickets of companies; tell whether there were any."""
    found = await repository.claim(session, companies, EACH)
    if not found:
        return False
    await repository.attended(session, found)
    known = {one.id: one for one in await contacts.of(session, {(t.company_id, t.contact_id) for t in found})}
    concerned = [one for one in found if _is_concerned(one, known)]
    if concerned:
        await _answer(session, concerned, known, now)
    return True


def _is_concerned(ticket: "Ticket", known: "Mapping[UUID, Contact]") -> bool:
    contact = known.get(ticket.contact_id)
    return (
        contact is not None
        and contact.blocked_at is None
        and ticket.group_id is None
        and ticket.held_by is None
        and ticket.status in _ATTENDED
    )


async def _answer(
    session: AsyncSession, tickets: "Sequence[Ticket]", known: "Mapping[UUID, Contact]", now: datetime
) -> None:
    rules = await _rules_of(session, tickets)
    before = await _situations(session, tickets)
    outcomes = {one.id: attend(before[one.id], rules[one.company_id, one.channel_id], now) for one in tickets}
    wanted = [one for one in tickets if outcomes[one.id].answer is not None]
    allowed = await repository.count_answers(
        session,
        {(one.company_id, one.contact_id) for one in wanted},
        now,
        now - timedelta(hours=1),
        MOST_IN_AN_HOUR,
    )
    # Two tickets of a contact, on two channels, count as one answer: the next round counts again.
    said = [one for one in wanted if (one.company_id, one.contact_id) in allowed]
    unsaid = {one.id for one in wanted} - {one.id for one in said}
    changed = [one for one in tickets if outcomes[one.id].routing != before[one.id].routing]
    kept = [one for one in changed if one.id not in unsaid]
    await repository.keep_routing(
        session,
        [
            {"company_id": one.company_id, "ticket_id": one.id, **outcomes[one.id].routing.columns()}
            for one in kept
        ],
    )
    await _move(session, tickets, known, outcomes, now)
    await automatic.send(
        session,
        [
            Automatic(one, known[one.contact_id], answer)
            for one in said
            if (answer := outcomes[one.id].answer) is not None
        ],
        now,
    )


async def _move(
    session: AsyncSession,
    tickets: "Sequence[Ticket]",
    known: "Mapping[UUID, Contact]",
    outcomes: Mapping[UUID, Outcome],
    now: datetime,
) -> None:
    """Put tickets into the queues that customers chose."""
    moved = [one for one in tickets if outcomes[one.id].queue_id != one.queue_id]
    if not moved:
        return
    before = {one.id: state_of(one) for one in moved}
    after = {
        one.id: domain.transferred(before[one.id], outcomes[one.id].queue_id, one.assignee_id)
        for one in moved
    }
    stored = await stored_tickets.update(
        session, [{**one.model_dump(), **after[one.id].columns()} for one in moved]
    )
    entries = [
        entry for one in stored for entry in timeline.moved(one, before[one.id], after[one.id], None, now)
    ]
    noted = await messages.insert_new_messages(session, entries)
    await outbox.add(session, [ticket_changed(one) for one in stored])
    await messages.tell(session, tickets_updated(stored, known), created=noted)


async def _situations(session: AsyncSession, tickets: "Sequence[Ticket]") -> dict[UUID, Situation]:
    rows = await repository.routing_of(session, tickets)
    said = {
        key: Routing(row.greeted_at, row.away_since, row.menu_asked_at, row.menu_tries)
        for key, row in rows.items()
    }
    asked = [
        (one, at) for one in tickets if one.id in said and (at := said[one.id].menu_asked_at) is not None
    ]
    written = await repository.written_since(session, asked) if asked else {}
    replied = [one for one in tickets if one.first_reply_at is not None]
    replies = await repository.last_replies(session, replied) if replied else {}
    return {
        one.id: Situation(
            one.queue_id,
            one.status == TicketStatus.PENDING and one.assignee_id is None and one.first_reply_at is None,
            one.opened_at,
            replies.get(one.id),
            said.get(one.id, Routing()),
            [Written(row.text, row.reply_id, row.sent_at) for row in written.get(one.id, ())],
        )
        for one in tickets
    }


async def _rules_of(session: AsyncSession, tickets: "Sequence[Ticket]") -> dict[tuple[UUID, UUID], Rules]:
    channels = {(one.company_id, one.channel_id) for one in tickets}
    decided = await policies.answers_of(session, channels)
    asked = {key: menus.from_stored(row.menu) for key, row in decided.items() if row.menu is not None}
    keys = {(one.company_id, one.queue_id) for one in tickets if one.queue_id is not None}
    keys |= {(key[0], option.queue_id) for key, menu in asked.items() for option in menu.options}
    words: dict[UUID, dict[UUID, Words]] = {}
    for queue, hours in await queues.with_hours(session, keys):
        of_company = words.setdefault(queue.company_id, {})
        of_company[queue.id] = Words(queue.greeting, queue.away_message, hours)
    return {
        key: Rules(asked.get(key), row.greeting_enabled, row.greeting, words.get(key[0], {}))
        for key, row in decided.items()
    }


async def purge(session: AsyncSession, limit: int, now: datetime) -> int:
    """Delete some counts of automatic answers that count no more; return how many."""
    return await repository.purge_answers(session, now - timedelta(days=1), limit)
