"""Tickets."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch
from atende_platform.data.batch import fetch, fetch_beside, read
from atende_platform.data.db import execute
from chat.contacts.models import Contact
from chat.directory.domain import User
from chat.messages.models import Message
from chat.rows import Row
from chat.tickets.domain import NOBODY, Conversation, TicketState
from chat.tickets.models import Ticket
from chat.tickets.repository.visibility import VISIBLE

_LOCK_LATEST: Final = """
SELECT latest.*
FROM (SELECT * FROM unnest(CAST(:companies AS uuid[]), CAST(:channels AS uuid[]), CAST(:contacts AS uuid[]))
      AS k (company_id, channel_id, contact_id) ORDER BY company_id, contact_id, channel_id) AS k
CROSS JOIN LATERAL (
    SELECT t.* FROM tickets t
    WHERE t.company_id = k.company_id AND t.contact_id = k.contact_id AND t.channel_id = k.channel_id
      AND t.group_id IS NULL
    ORDER BY t.closed_at DESC NULLS FIRST LIMIT 1 FOR UPDATE
) AS latest
"""


async def lock_latest(
    session: AsyncSession, conversations: Collection[Conversation]
) -> dict[Conversation, Ticket]:
    """Return each conversation's ticket that is not closed, or else the last one closed, locked."""
    private = [key for key in conversations if key.group_id is None]
    tickets = await fetch(
        session,
        Ticket,
        _LOCK_LATEST,
        companies=[key.company_id for key in private],
        channels=[key.channel_id for key in private],
        contacts=[key.contact_id for key in private],
    )
    found = {Conversation(t.company_id, t.channel_id, t.contact_id): t for t in tickets}
    groups = [key for key in conversations if key.group_id is not None]
    return found | await _lock_latest_of_groups(session, groups) if groups else found


# Members of a group write at once, and no contact of theirs is locked by all: the group itself is.
_LOCK_GROUPS: Final = """
SELECT pg_advisory_xact_lock(number) FROM (
    SELECT DISTINCT hashtextextended(concat_ws(' ', company_id, channel_id, group_id), 0) AS number
    FROM unnest(CAST(:companies AS uuid[]), CAST(:channels AS uuid[]), CAST(:groups AS text[]))
        AS k (company_id, channel_id, group_id) ORDER BY number
) AS those
"""
_LOCK_LATEST_OF_GROUPS: Final = """
SELECT latest.*
FROM (SELECT * FROM unnest(CAST(:companies AS uuid[]), CAST(:channels AS uuid[]), CAST(:groups AS text[]))
      AS k (company_id, channel_id, group_id) ORDER BY company_id, channel_id, group_id) AS k
CROSS JOIN LATERAL (
    SELECT t.* FROM tickets t
    WHERE t.company_id = k.company_id AND t.channel_id = k.channel_id AND t.group_id = k.group_id
    ORDER BY t.closed_at DESC NULLS FIRST LIMIT 1 FOR UPDATE
) AS latest
"""


async def _lock_latest_of_groups(
    session: AsyncSession, groups: Collection[Conversation]
) -> dict[Conversation, Ticket]:
    columns: dict[str, list[object]] = {
        "companies": [key.company_id for key in groups],
        "channels": [key.channel_id for key in groups],
        "groups": [key.group_id for key in groups],
    }
    await execute(session, _LOCK_GROUPS, columns)
    tickets = await fetch(session, Ticket, _LOCK_LATEST_OF_GROUPS, **columns)
    return {Conversation(t.company_id, t.channel_id, NOBODY, t.group_id): t for t in tickets}


_LOCK_OPEN_OF: Final = """
WITH given AS MATERIALIZED (
    SELECT * FROM unnest(CAST(:companies AS uuid[]), CAST(:ids AS uuid[])) AS k (company_id, id)
)
SELECT theirs.* FROM (SELECT DISTINCT company_id FROM given) AS company CROSS JOIN LATERAL (
    SELECT open.* FROM given k CROSS JOIN LATERAL (
        SELECT t.* FROM tickets t
        WHERE t.company_id = k.company_id AND t.assignee_id = k.id AND t.status = 'open'
        LIMIT :each FOR UPDATE SKIP LOCKED
    ) AS open WHERE k.company_id = company.company_id LIMIT :each
) AS theirs
"""


async def lock_open_of(session: AsyncSession, assignees: Collection[User], *, each: int) -> list[Ticket]:
    """Return some open tickets of users, ``each`` at most of a company, locked."""
    return await fetch(
        session,
        Ticket,
        _LOCK_OPEN_OF,
        companies=[user.company_id for user in assignees],
        ids=[user.id for user in assignees],
        each=each,
    )


def _companies_due(column: str, condition: str) -> str:
    """Return SQL of some companies behind one that have tickets that are due.

    From one company to the next it is one look into an index, whatever each has. A list that is read as far
    as to the last company wanted goes no further.
    """
    return f"""
WITH RECURSIVE company AS (
    (SELECT company_id, {column} AS at FROM tickets
     WHERE {condition} AND {column} IS NOT NULL AND company_id > :after
     ORDER BY company_id, {column} LIMIT 1)
    UNION ALL
    SELECT next.company_id, next.at FROM company CROSS JOIN LATERAL (
        SELECT t.company_id, t.{column} AS at FROM tickets t
        WHERE {condition} AND t.{column} IS NOT NULL AND t.company_id > company.company_id
        ORDER BY t.company_id, t.{column} LIMIT 1
    ) AS next
)
SELECT company_id FROM company WHERE at <= :now LIMIT :companies
"""  # noqa: S608 (our own SQL)


def _locking_due(column: str, condition: str) -> str:
    return f"""
SELECT due.* FROM unnest(CAST(:companies AS uuid[])) AS company (company_id) CROSS JOIN LATERAL (
    SELECT t.* FROM tickets t
    WHERE t.company_id = company.company_id AND {condition} AND t.{column} <= :now
    ORDER BY t.{column} LIMIT :each FOR UPDATE SKIP LOCKED
) AS due
"""  # noqa: S608 (our own SQL)


_TO_WAKE: Final = _companies_due("snoozed_until", "status = 'snoozed'")
_LOCK_TO_WAKE: Final = _locking_due("snoozed_until", "status = 'snoozed'")
_HELD_TOO_LONG: Final = _companies_due("held_until", "held_by IS NOT NULL")
_LOCK_HELD_TOO_LONG: Final = _locking_due("held_until", "held_by IS NOT NULL")


async def companies_to_wake(session: AsyncSession, after: UUID, now: datetime, companies: int) -> list[UUID]:
    """Return some companies behind one, in their order, with tickets that have slept long enough."""
    found = await execute(session, _TO_WAKE, after=after, now=now, companies=companies)
    return [row.company_id for row in found]


async def lock_to_wake(
    session: AsyncSession, companies: Sequence[UUID], now: datetime, *, each: int
) -> list[Ticket]:
    """Return some tickets of companies that have slept long enough, locked."""
    return await fetch(session, Ticket, _LOCK_TO_WAKE, companies=[*companies], now=now, each=each)


async def companies_held_too_long(
    session: AsyncSession, after: UUID, now: datetime, companies: int
) -> list[UUID]:
    """Return some companies behind one, in their order, with tickets that programs hold for too long."""
    found = await execute(session, _HELD_TOO_LONG, after=after, now=now, companies=companies)
    return [row.company_id for row in found]


async def lock_held_too_long(
    session: AsyncSession, companies: Sequence[UUID], now: datetime, *, each: int
) -> list[Ticket]:
    """Return some tickets of companies that programs hold too long, locked."""
    return await fetch(session, Ticket, _LOCK_HELD_TOO_LONG, companies=[*companies], now=now, each=each)


_GIVEN: Final = batch.Recordset(Ticket, [name for name in Ticket.model_fields if name != "number"])
_GIVEN_NAMES: Final = ", ".join(_GIVEN.names)
# A company without queues and rules has no row in any of the three, and its tickets cost no more for them.
_RULED: Final = {
    "queue_id": "coalesce(queue_id, (SELECT p.default_queue_id FROM channel_policies p"
    " WHERE p.company_id = given.company_id AND p.channel_id = given.channel_id))",
    "attention_at": "CASE WHEN attention_at IS NOT NULL AND"
    " (EXISTS (SELECT FROM queues q WHERE q.company_id = given.company_id)"
    " OR EXISTS (SELECT FROM policies p WHERE p.company_id = given.company_id AND p.greeting IS NOT NULL)"
    " OR EXISTS (SELECT FROM channel_policies p WHERE p.company_id = given.company_id"
    " AND p.channel_id = given.channel_id)) THEN attention_at END",
}
_STORED_VALUES: Final = ", ".join(_RULED.get(name, name) for name in _GIVEN.names)
# The counter's row stays locked until the commit, so numbers have no gaps. Companies are locked in order.
_INSERT: Final = f"""
WITH given AS (
    SELECT *, row_number() OVER (PARTITION BY company_id ORDER BY opened_at, id) AS nth,
           count(*) OVER (PARTITION BY company_id) AS many
    FROM {_GIVEN} AS rows
), counter AS (
    INSERT INTO ticket_counters (company_id, last_number)
    SELECT company_id, count(*) FROM given GROUP BY company_id ORDER BY company_id
    ON CONFLICT (company_id) DO UPDATE SET last_number = ticket_counters.last_number + excluded.last_number
    RETURNING company_id, last_number
), last AS MATERIALIZED (
    -- Looked up, not joined: without hashes (`Settings.worker_planning`) each would be compared with each.
    SELECT jsonb_object_agg(company_id, last_number) AS numbers FROM counter
)
INSERT INTO tickets (number, {_GIVEN_NAMES})
SELECT CAST((SELECT numbers FROM last) ->> CAST(company_id AS text) AS bigint) - many + nth, {_STORED_VALUES}
FROM given ORDER BY company_id, id
RETURNING *
"""  # noqa: S608 (made of the model)
_UPDATE: Final[batch.Statement[Ticket, Any]] = batch.update(
    Ticket,
    ", ".join(part.name for part in fields(TicketState)),
    revision="stored.revision + 1",
    last_message_at="greatest(stored.last_message_at, given.last_message_at)",
    last_inbound_at="greatest(stored.last_inbound_at, given.last_inbound_at)",
)


# The customer is to be answered: to the menu that they were asked, or that nobody works.
_RECEIVED: Final[batch.Statement[Ticket, Any]] = batch.update(
    Ticket,
    ", ".join(part.name for part in fields(TicketState)),
    revision="stored.revision + 1",
    last_message_at="greatest(stored.last_message_at, given.last_message_at)",
    last_inbound_at="greatest(stored.last_inbound_at, given.last_inbound_at)",
    attention_at="CASE WHEN EXISTS (SELECT FROM queues q WHERE q.company_id = stored.company_id"
    " AND q.id = stored.queue_id AND q.away_message IS NOT NULL AND q.hours IS NOT NULL)"
    " OR EXISTS (SELECT FROM ticket_routing r WHERE r.company_id = stored.company_id"
    " AND r.ticket_id = stored.id AND r.menu_asked_at IS NOT NULL)"
    " THEN given.attention_at ELSE stored.attention_at END",
    group_name="coalesce(given.group_name, stored.group_name)",
)


async def insert(session: AsyncSession, tickets: Sequence[Row]) -> list[Ticket]:
    """Store new tickets under their companies' next numbers; return them as stored.

    Without a queue they get that of their channel. Those with ``attention_at`` keep it if their company has
    rules that need it.
    """
    if not tickets:
        return []
    return await fetch(session, Ticket, _INSERT, **_GIVEN.arrays(tickets))


async def update(session: AsyncSession, tickets: Sequence[Row]) -> list[Ticket]:
    """Store changed tickets under their next revision; return them as stored. Lock them before."""
    return await _UPDATE.fetch(session, tickets)


async def store_received(session: AsyncSession, tickets: Sequence[Row]) -> list[Ticket]:
    """Store tickets as `update`, whose customers have written.

    Those with ``attention_at`` keep it if it is for the worker to answer them.
    """
    return await _RECEIVED.fetch(session, tickets)


_CONTACT: Final = [*Contact.model_fields]
_OF_CONTACT: Final = ", ".join(f"c.{name}" for name in _CONTACT)
_FIND: Final = f"""
SELECT {_OF_CONTACT}, t.* FROM tickets t
JOIN contacts c ON c.company_id = t.company_id AND c.id = t.contact_id
WHERE t.company_id = :company_id AND t.id = :id AND {VISIBLE}
"""  # noqa: S608 (made of the model)
_FIND_AND_LOCK: Final = f"{_FIND} FOR UPDATE OF t"
_BEFORE_REPLY: Final = """
SELECT channel.status, channel.service_window, coalesce(channel.groups, false), EXISTS (
    SELECT FROM users_copy WHERE company_id = :company_id AND id = :agent AND state = 'disabled'
), queue.hours, coalesce(queue.time_zone, company.time_zone), earlier.*
FROM (VALUES (1)) AS one
LEFT JOIN channel_copy channel ON channel.company_id = :company_id AND channel.id = :channel
LEFT JOIN queues queue ON queue.company_id = :company_id AND queue.id = :queue AND queue.hours IS NOT NULL
LEFT JOIN company_settings company ON company.company_id = queue.company_id
LEFT JOIN messages earlier ON earlier.company_id = :company_id AND earlier.ticket_id = :ticket
    AND earlier.client_message_id = :client_message_id
"""
_SET_DETAILS: Final[batch.Statement[Ticket, Any]] = batch.update(
    Ticket, "subject, priority, tag_ids, participant_ids", revision="stored.revision + 1"
)
_TYPING_SECONDS: Final = 20
"""WhatsApp shows for 25 seconds that an agent types."""
_CLAIM: Final = f"""
UPDATE tickets t
SET read_message_id = CASE WHEN :typing THEN t.read_message_id ELSE latest.id END,
    typing_at = CASE WHEN :typing THEN now() ELSE t.typing_at END
FROM (
    SELECT id, provider_message_id FROM messages
    WHERE company_id = :company_id AND ticket_id = :ticket_id AND direction = 'in'
    ORDER BY sent_at DESC, id DESC LIMIT 1
) AS latest
WHERE t.company_id = :company_id AND t.id = :ticket_id
  AND CASE WHEN :typing THEN coalesce(t.typing_at < now() - interval '{_TYPING_SECONDS} seconds', true)
           ELSE t.read_message_id IS DISTINCT FROM latest.id END
RETURNING latest.provider_message_id
"""  # noqa: S608 (our own constant)


_KEEP_READING: Final = """
INSERT INTO ticket_readings AS stored (company_id, ticket_id, user_id, inbound_count)
VALUES (:company_id, :ticket_id, :user_id, :inbound_count)
ON CONFLICT (company_id, ticket_id, user_id) DO UPDATE SET inbound_count = excluded.inbound_count
WHERE stored.inbound_count <> excluded.inbound_count
"""


class BeforeReply(NamedTuple):
    """What decides about an agent's reply, besides its ticket."""

    earlier: Message | None
    """What was sent under the same client's id."""
    channel_status: str | None
    """None for a channel of which we were not told yet."""
    has_window: bool
    answers_groups: bool
    """Agents may write into groups on the channel."""
    is_disabled: bool
    """The agent may no longer work."""
    hours: Mapping[str, Any] | None
    """When the ticket's queue works, as it is stored; None: always."""
    time_zone: str | None
    """Of these hours."""


class Tickets:
    """One company's tickets."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def find(
        self, ticket_id: UUID, viewer: UUID | None = None, *, lock: bool = False
    ) -> tuple[Ticket, Contact] | None:
        """Return a ticket and its contact, if ``viewer`` may see it (None: all may).

        With ``lock`` the ticket is ours until the transaction ends.
        """
        found = await fetch_beside(
            self._session,
            Ticket,
            _FIND_AND_LOCK if lock else _FIND,
            len(_CONTACT),
            company_id=self._company_id,
            id=ticket_id,
            viewer=viewer,
        )
        return next(((ticket, read(Contact, _CONTACT, contact)) for ticket, contact in found), None)

    async def before_reply(self, ticket: Ticket, agent: UUID, client_message_id: str) -> BeforeReply:
        """Return what decides about an agent's reply, besides the ticket, which is locked."""
        [(earlier, (status, has_window, groups, is_disabled, hours, zone))] = await fetch_beside(
            self._session,
            Message,
            _BEFORE_REPLY,
            6,
            company_id=self._company_id,
            channel=ticket.channel_id,
            agent=agent,
            queue=ticket.queue_id,
            ticket=ticket.id,
            client_message_id=client_message_id,
        )
        return BeforeReply(
            None if earlier.id is None else earlier,
            status,
            has_window is not False,
            groups,
            is_disabled,
            hours,
            zone,
        )

    async def set_details(self, ticket: Ticket, details: Row) -> Ticket:
        """Store other details of a locked ticket under its next revision: what does not change its state."""
        [stored] = await _SET_DETAILS.fetch(self._session, [{**ticket.model_dump(), **details}])
        return stored

    async def find_active(self, channel_id: UUID, contact_id: UUID) -> UUID | None:
        """Return the ticket of a contact on a channel that is not closed. Lock the contact before."""
        query = select(Ticket.id).where(
            Ticket.company_id == self._company_id,
            Ticket.channel_id == channel_id,
            Ticket.contact_id == contact_id,
            Ticket.status != "closed",
            col(Ticket.group_id).is_(None),
        )
        return (await self._session.exec(query)).first()

    async def find_active_of_group(self, channel_id: UUID, group_id: str) -> UUID | None:
        """Return the ticket of a group on a channel that is not closed; none can be opened meanwhile."""
        key = Conversation(self._company_id, channel_id, NOBODY, group_id)
        ticket = (await _lock_latest_of_groups(self._session, [key])).get(key)
        return ticket.id if ticket is not None and ticket.status != "closed" else None

    async def keep_reading(self, ticket: Ticket, user_id: UUID, inbound_count: int) -> None:
        """Remember how many of the customer's messages an agent has read."""
        await execute(
            self._session,
            _KEEP_READING,
            company_id=self._company_id,
            ticket_id=ticket.id,
            user_id=user_id,
            inbound_count=inbound_count,
        )

    async def claim_receipt(self, ticket_id: UUID, *, typing: bool) -> str | None:
        """Return the customer's latest message if they should learn now that it was read, or that we type.

        None if they know already: each message is shown once as read, of typing once in a while.
        """
        result = await execute(
            self._session, _CLAIM, company_id=self._company_id, ticket_id=ticket_id, typing=typing
        )
        return result.scalar_one_or_none()
